// Package bench says what a benchmark is: plans, events, sessions, results,
// units and statistics. It performs no input or output and imports nothing
// else of dragstrip, so every other package may import it.
//
// It must not know which engines there are, how one is started, how a journal
// lies on disk, or what a screen looks like. What has to be known of an engine
// is data on its build; formerbuilds.go alone names those of before that.
//
// # The one reducer
//
// [Session.Apply] folds an [Event] into a [Session]. Live view, history,
// resume, report, demo and tests all replay events through it; there is no
// second place where the state of a benchmark is kept.
//
// # Where things are
//
// What is asked for and who takes part:
//
//	plan.go         plan, job, model and engine build; the default number of repetitions; limits of a plan
//	order.go        in which order a round takes the jobs (alternate, shuffle, fixed), and the seed
//	moved.go        folders that got another name after the plan was written
//	test.go         a test and its name (pp512, tg128, tg128@d4096)
//	params.go       engine parameters (-ngl, -fa, -ctk …): names, flags, accepted values, help, what changing one costs
//	counts.go       lists of counts as people write them: 512,1024 and ranges
//	traits.go       what is known of an engine wherever its results are planned, shown or compared
//	buildname.go    how an engine build is named: version, build number, backend
//	machine.go      the machine: processor, memory, GPUs, bandwidth, one reading of the hardware
//	samemachine.go  whether two descriptions are of one machine
//	allowance.go    CPU sets (taskset, container, batch system) and CPU limits; a warning for more threads than CPUs
//	limits.go       how large a plan may be; whether a session takes another job
//
// What happens:
//
//	event.go         an event: number, time, job, fact; how it is written as JSON
//	kinds.go         the name of each kind of fact in the journal
//	facts.go         the facts: SessionStarted, SampleTaken, TestFinished, Warned …
//	outcome.go       how a test, job or session ended; codes of failures
//	ended.go         how a job and a session ended, summed up over tests; what can be retried
//	result.go        what one test gave in one round; samples as tokens per second
//	control.go       what viewers may ask: pause, skip, requeue, add, stop
//	session.go       the session: states, jobs, tests, log lines and readings kept, and how many
//	apply.go         the one reducer: folds an event into the session
//	numbering.go     missing and double numbers of events
//	asked.go         repetitions that are missing or that nobody asked for; times that cannot be
//	cooling.go       facts of the cool-down, and when a machine counts as cool again
//	inflight.go      whether a test is being measured, which a pause waits for
//	sentinel.go      the drift check: the first test again at the end, and from what change on it is doubted
//	standstill.go    facts of a stop within a test, a sleeping machine, a moved clock
//	spent.go         what the time of a session went into: loading, warm-up, measuring
//	admit.go         bounds and cleans everything that was decoded from outside
//	clean.go         takes control characters and escape sequences out of a text
//	cleanjson.go     takes control characters and escape sequences out of a line of JSON
//	jsonfault.go     says in plain words why JSON could not be read
//	former.go        journals and plans written under the former name
//	formerbuilds.go  what was known of engines before builds carried it
//
// What is computed:
//
//	summary.go          median with interval, mean and standard deviation; the confidence level (95 %)
//	level.go            the median over starts of the engine, and its error
//	student.go          the t distribution, for intervals
//	compare.go          faster, slower, no difference, doubtful: two sides compared; how many starts a verdict needs
//	mannwhitney.go      the Mann-Whitney U test, for comparisons
//	scatter.go          how far sessions of one machine lie apart
//	precision.go        how many more repetitions a wanted precision takes; when the search ends
//	startsfor.go        how many starts of the engine a precision takes
//	bandwidth.go        bytes read for each token, GB/s moved, and the ceiling that the memory allows
//	laidout.go          bytes of the weights as the engine lays them out in memory
//	kv.go               the size of the KV cache
//	devicebandwidth.go  the bandwidth of a device, from two models of different size
//	energy.go           power and tokens per joule
//	units.go            how a figure is written: digits, no separator of thousands, t/s, GB/s, GiB, percent, durations, plurals
//
// What is doubted:
//
//	doubts.go      the list of all warnings (swap, heat, load …) with grade and remedy; grades clean, noisy, throttled, suspect
//	configured.go  a warning where results of one test come from different builds, backends or threads
//	caches.go      whether a speed can be explained by the processor's caches
//	beyond.go      a warning for speeds that are not possible (faster than the memory)
//	outdated.go    stand-ins of earlier versions that are too fast
//	slowfirst.go   a warning for a slow first repetition
//	trend.go       a warning for repetitions that became slower or faster all the time
//	scores.go      how far from the others a sample must lie to be an outlier
//	faroff.go      the outliers among samples, for the screens
//
// # Glossary
//
//   - session: one sitting; one folder on disk, one journal, one plan.
//   - job: one model on one engine build with one set of parameters.
//   - test: what is measured, named like llama-bench names it: pp512 (prompt
//     processing of 512 tokens), tg128 (generation of 128 tokens),
//     pp512+tg128 (both, timed together), tg128@d4096 (with 4096 tokens
//     already in the context).
//   - round: one pass over the jobs; a test's repetitions may be spread over
//     several rounds so that drift meets every job alike.
//   - repetition: one execution of a test.
//   - sample: the time one repetition took.
//   - engine: the program that runs the model (llama.cpp, MLX, Ollama, LM
//     Studio, any OpenAI-compatible server).
//   - engine build: one installed copy of an engine with its environment.
//     Two llama.cpp builds, Vulkan and ROCm, are two engine builds.
//   - kind: all that is known of one engine. traits: the part of it that each
//     build carries into plan, journal and report.
//   - invocation: one start of an engine; it may serve several tests and jobs.
//   - start: what a round of a test was measured in. It is the unit of every
//     interval and verdict: starts differ more than repetitions of one.
//   - scatter: how far sessions of one machine lie apart beyond what their
//     starts explain. sitting: what one session showed of one test.
//   - turn: the repetitions of one test in one start, with what comes before
//     them.
//   - driver: a program of dragstrip's own that measures where no tool of the
//     engine does.
//   - backend: what an engine computes on (Metal, CUDA, ROCm, Vulkan, CPU).
//   - plan: what to run. result: what was measured.
//   - reading: one hardware sample. warning: a doubt that travels with a result.
//   - grade: what a result's warnings come to: clean, too few (repetitions to
//     tell), noisy, throttled or suspect. People read it as the row's verdict.
//   - sentinel: the first test repeated at the session's end, to see drift.
//   - precision: how narrow the interval of a median is to be, and the search
//     for it in further rounds.
//   - standstill: a stop within a test for no reason of its own.
//   - allowance: the CPUs that a process may use, where they are fewer than the
//     machine has.
//   - cool-down: the wait before a start of an engine for the machine to be as
//     at first.
//   - pair: one model that is there for two engines.
//   - baseline, candidate: the two sides of a comparison.
//   - place: a text that names a file or a program. It stays as it is where it
//     is read, and is cleaned where it is shown.
//   - journal: the events on disk. report: text for people.
//   - fact: what an event says happened, in the past tense.
//   - control: what a viewer asks of a live session.
//   - viewer: whoever shows a session; the bench process runs it.
//   - guard: the process between the bench process and an engine that
//     outlives neither and leaves nothing behind.
//   - grant: leave to start a build of this machine where a job names one.
//   - tick: an engine's sign of life for one token. beat: how long its pipe is
//     left alone while nothing but ticks comes.
//   - stand-in: a model file of exact shape with random weights.
//   - ceiling: the most tokens per second the memory allows.
//
// Not used: run as a noun, task, manager, context, util, helper, data, info,
// stats.
package bench
