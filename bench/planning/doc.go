// Package planning turns wishes into plans: lists of lengths into tests, the
// values of a sweep into jobs, the number of rounds where it was left open,
// what a plan takes, and the plan of an earlier session for the models and
// engine builds of this machine.
//
// A wish is named in messages as the flag of `dragstrip run` is, which the
// fields of the Plan screen are called after, too.
//
// It must not look at the disk, the machine or an engine, and know no engine by
// its name: what has to be looked up comes in as functions.
//
// # Where things are
//
//	wishes.go        what somebody wants measured
//	mistake.go       an error in the wishes
//	check.go         wrong wishes that are found without engine and model
//	tests.go         tests out of -p, -n, -pg, -d; the default tests pp512 and tg128
//	sweep.go         every combination of parameter values
//	rounds.go        rounds and repetitions: defaults, limits, how long a search for precision lasts
//	jobs.go          jobs out of models, builds and parameters; the number of threads
//	names.go         names apart for models of the same name
//	sequences.go     the order of jobs in each round
//	estimate.go      how long a plan takes
//	again.go         rerun: an earlier session's plan for this machine
//	again_plan.go    finds models and builds for it
//	again_builds.go  the engine build that was measured with, among those here
//	again_models.go  the model that was measured, among those here
//	again_files.go   whether a file is the one that was measured (size, name, digest)
//	again_here.go    what has to be known of this machine for that
package planning
