// Package planning turns wishes into plans. It makes tests from lists of
// lengths, and jobs from the values of a sweep. It chooses the number of rounds
// if nobody gave one, and says how long a plan takes. It also adapts the plan
// of an earlier session to the models and engine builds of this machine.
//
// Messages name a wish like the flag of `dragstrip run`. The fields of the Plan
// screen have the same names.
//
// It must not look at the disk, the machine or an engine, and it must not know
// an engine by its name. Its callers pass functions that look things up.
//
// # Where things are
//
//	wishes.go        what somebody wants measured
//	mistake.go       an error in the wishes
//	check.go         finds mistakes in numbers without engine and model: repetitions, rounds, too many threads
//	tests.go         makes tests from -p, -n, -pg, -d; refuses what leaves nothing to measure; the default tests
//	sweep.go         every combination of parameter values
//	rounds.go        rounds and repetitions: defaults, limits, how long a search for precision lasts
//	given.go         models, builds and speeds that a plan is made of
//	jobs.go          makes jobs from models, builds and parameters; the number of threads
//	devices.go       devices that a build has, -dev where no build has one, no programs on the CPU
//	sets.go          sets of parameters as an engine takes them
//	shared.go        what the jobs of a session share: an added job measures the same
//	names.go         different names for models of the same name
//	sequences.go     the order of jobs in each round
//	tune.go          makes the plan of a search for the best configuration: a job for each
//	tune_wishes.go   what somebody wants of a search, and the job of a configuration
//	tune_axes.go     the axes of a search: what was asked for, or the usual values that this machine and its builds can differ in
//	tune_default.go  the value of each axis that is used if nobody chooses, or what stands for it
//	tune_rules.go    what does the same, and what cannot be measured
//	estimate.go      how long a plan takes
//	again.go         rerun: the plan of an earlier session for this machine
//	again_plan.go    finds models and builds for it
//	again_builds.go  the engine build that was measured with, among those here
//	again_device.go   whether that build has the device that was measured
//	again_draft.go    where the draft model of a speculating server is on this machine
//	again_words.go    whether that build is started with the words that were measured
//	again_variant.go  whether it computes in the environment that was measured
//	again_models.go  the model that was measured, among those here
//	again_files.go   whether a file is the one that was measured (size, name, digest)
//	again_here.go    what must be known about this machine for that
package planning
