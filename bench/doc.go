// Package bench says what a benchmark is: plans, events, sessions, results,
// units and statistics. It performs no input or output and imports nothing
// else of dragstrip, so every other package may import it.
//
// It must not know which engines exist, how an engine is started, how a journal
// is stored on disk, or what a screen looks like. What bench has to know about
// an engine is data that each engine build carries. Only formerbuilds.go names
// engines: the engines of old results, whose builds did not carry this data
// yet.
//
// # The one reducer
//
// [Session.Apply] folds an [Event] into a [Session]. Live view, history,
// resume, report, demo and tests all replay events through it. The state of a
// benchmark is kept nowhere else.
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
//	traits.go       what must be known about an engine to plan, show and compare its results
//	tablenote.go    what dragstrip says in a comment below a table in another program's form
//	choices.go      values that a build takes, and which ones it cannot have together, in sentences for a plan
//	buildname.go    how an engine build is named: version, build number, backend
//	started.go      the words around an engine's program in its command: arguments, programs before it
//	environment.go  compares the environments of builds; which variables are secrets, and which only say where something lies
//	machine.go      the machine: processor, memory, GPUs, bandwidth, one reading of the hardware
//	samemachine.go  whether two descriptions are of one machine
//	allowance.go    CPU sets (taskset, container, batch system) and CPU limits; a warning for more threads than CPUs
//	toolong.go      tests that are longer than a model's context
//	limits.go       how large a plan may be; whether a session takes another job
//
// What happens:
//
//	event.go         an event: number, time, job, fact; how it is written as JSON
//	kinds.go         the name of each kind of fact in the journal
//	facts.go         the facts: SessionStarted, SampleTaken, TestFinished, Warned …
//	outcome.go       the words for how a test, job or session ended (done, failed, skipped …); codes of failures
//	ended.go         how a job and a session ended, judged by their tests; what can be retried
//	imported.go      results of others: where they come from, figures without samples
//	speculation.go   speculation with a draft model, and texts for prompts: which engines understand them, how many proposed tokens were accepted
//	atonce.go        several requests at once: each of them, the slowest first tokens, where the total speed stops growing
//	exchange.go      a request to a server: first token, end, prompt cache, the server's own speed; settings that it tells
//	result.go        what one test gave in one round; samples as tokens per second
//	control.go       what viewers may ask: pause, skip, requeue, add, stop
//	tally.go         counts the tests that were measured in full, partly or not at all
//	session.go       the session: states, jobs, tests, log lines and readings kept, and how many
//	apply.go         the one reducer: folds an event into the session; what is measured again in a resumed one
//	apply_tests.go   how events change tests and rounds: samples, results, failures
//	numbering.go     events that a journal lacks or has twice
//	asked.go         repetitions that are missing or that nobody asked for, with the words of the warning; impossible times
//	cooling.go       facts of the cool-down, and when a machine counts as cool again
//	sentinel.go      the drift check: repeats the first test at the end, and doubts a large change
//	standstill.go    facts of a stop within a test, a sleeping machine, a moved clock
//	spent.go         how a session spent its time: loading, warm-up, measuring
//	turnsofar.go     the turn that is being measured, as far as it has come
//	admit.go         limits and cleans everything that was decoded from outside
//	clean.go         takes control characters and escape sequences out of a text
//	legaljson.go     makes JSON of what C prints: nan and inf become null
//	cleanjson.go     takes control characters and escape sequences out of a line of JSON
//	jsonfault.go     says in plain words why JSON could not be read
//	former.go        journals and plans written under the former name
//	formerbuilds.go  what was known of engines before builds carried it
//	formerfields.go  the backend of a result that has a field for each backend
//	quantnames.go    the long names that engines print for quantizations
//
// What is computed:
//
//	summary.go          median with interval, mean and standard deviation; the confidence level (95 %)
//	level.go            the figure of several starts of the engine (the mean of their medians), and its error
//	student.go          the t distribution, for intervals
//	compare.go          faster, slower, no difference, doubtful: two sides compared; how many starts a verdict needs
//	mannwhitney.go      the Mann-Whitney U test, for comparisons
//	scatter.go          how much the sessions of one machine differ
//	expected.go         which speed was expected of a test, and results that are slower
//	precision.go        how many more repetitions a requested precision needs; when the search ends
//	startsfor.go        how many starts of the engine a precision needs
//	bandwidth.go        bytes read for each token, GB/s moved, and the ceiling that the memory allows
//	laidout.go          size of the weights in the engine's own memory layout
//	kv.go               the size of the KV cache in bytes, and what a token reads of it at depth (for GB/s moved see bandwidth.go)
//	chain.go            sessions that were asked for together, one for each model
//	tuned.go            what a search for the best configuration is asked for: axes, choices of each job, goals
//	widened.go          adds a configuration to a search that is being measured
//	plannotes.go        what should be known about builds and devices before a plan is measured
//	fit.go              what a model needs, and whether it fits a memory
//	contextspare.go     how long a server makes a context, beyond the tokens of its tests
//	memory.go           the memories of a machine, and the one that a job's model lies in
//	devices.go          the devices of a build: GPUs, remote ones, programs on the CPU
//	gpus.go             which GPU each device of a build is, and those that an engine puts a job's model on
//	promptoffload.go    prompts that a GPU computes although all layers are on the CPU
//	computes.go         what a job computes on: the CPU, a GPU, another machine
//	devicebandwidth.go  the bandwidth of a device, from two models of different size
//	peak.go             the most memory that readings saw while a job was measured
//	energy.go           power and tokens per joule
//	units.go            how a figure is written: digits, no thousands separator, t/s, GB/s, GiB, percent, durations, plurals, lists
//
// What is doubted:
//
//	doubts.go      the list of all warnings (swap, heat, load …) with grade and remedy; grades clean, noisy, throttled, suspect
//	lasting.go     which warnings hold for a whole session, so that they slow all its jobs alike
//	configured.go  warnings: results of one test from different builds, backends, threads; fell back to the CPU; GPU unused; huge pages
//	elsewhere.go   the address of a server; figures of a server on another machine
//	promptlength.go  prompts of a server that had another length than was asked for
//	unverified.go  settings that a server does not tell, or does not use
//	caches.go      whether a speed can be explained by the processor's caches
//	beyond.go      a warning for speeds that are not possible (faster than the memory)
//	outdated.go    stand-ins of earlier versions that are too fast
//	slowfirst.go   a warning for a slow first repetition
//	trend.go       a warning for repetitions that became steadily slower or faster
//	scores.go      how far from the others a sample must be to count as an outlier
//	faroff.go      the outliers among samples, for the screens
//
// # Glossary
//
//   - session: one benchmark from its start to its end, with all resumptions.
//     It has one folder on disk, one journal and one plan.
//   - job: one model on one engine build with one set of parameters.
//   - test: what is measured, with the name that llama-bench uses: pp512
//     (prompt processing of 512 tokens), tg128 (generation of 128 tokens),
//     pp512+tg128 (both, timed together), tg128@d4096 (with 4096 tokens
//     already in the context).
//   - round: one pass over the jobs. A test's repetitions may be spread over
//     several rounds, so that drift affects all jobs equally.
//   - repetition: one execution of a test.
//   - sample: the time one repetition took.
//   - engine: the program that runs the model (llama.cpp, MLX, Ollama, LM
//     Studio, any OpenAI-compatible server).
//   - engine build: one installed copy of an engine with its environment.
//     Two llama.cpp builds, Vulkan and ROCm, are two engine builds.
//   - kind: everything that is known about one engine. traits: the part of a
//     kind that each build carries into plan, journal and report.
//   - invocation: one start of an engine; it may serve several tests and jobs.
//   - start: the start of an engine in which a round of a test was measured.
//     Intervals and verdicts count starts, because starts differ more than the
//     repetitions within one start.
//   - scatter: how much sessions of one machine differ, beyond what
//     differences between starts explain. sitting: the samples that one
//     session has of one test.
//   - turn: the repetitions of one test in one start, with the preparation
//     before them.
//   - driver: a program of dragstrip that measures an engine if no tool of the
//     engine can do that.
//   - variant: an engine build with another environment.
//   - backend: what an engine computes on (Metal, CUDA, ROCm, Vulkan, CPU).
//   - plan: what to run. result: what was measured.
//   - reading: one hardware sample. warning: a doubt that stays with a result
//     in every report.
//   - grade: what a result's warnings add up to: clean, too few (repetitions
//     to tell), noisy, throttled or suspect; of an unwatched result without
//     other doubts it is published. People read it as the row's verdict.
//   - expected: the speed that a model's size and the machine's bandwidth let
//     one expect of a test, with a range, before it is measured.
//   - configuration: one choice of everything that a search for the best
//     varies: engine build, threads, batch sizes and so on. space: the
//     configurations that a search may try. axis: one thing that varies.
//   - look: one measured speed of a configuration, in a block. block:
//     configurations that are measured in the same minutes. race: the search
//     for one goal, in blocks. final: fresh pairs of the default and the
//     race's leader, which decide whether the leader is called faster.
//   - sentinel: the first test repeated at the session's end, to see drift.
//   - precision: how narrow the interval of a median must be. Further rounds
//     are added until it is reached: the search for precision.
//   - standstill: a stop in the middle of a test that the test does not
//     explain.
//   - allowance: the CPUs that a process may use, if the machine has more.
//   - cool-down: the wait before a start of an engine until the machine is in
//     the same state as at the session's start.
//   - pair: one model in the formats of two engines.
//   - baseline, candidate: the two sides of a comparison.
//   - place: a text that names a file or a program. It is kept unchanged when
//     it is read, and cleaned when it is shown.
//   - journal: the events on disk. report: text for people.
//   - fact: what an event says happened, in the past tense.
//   - control: what a viewer asks of a live session.
//   - viewer: a program that shows a session. bench process: the process that
//     measures it.
//   - guard: the process between the bench process and an engine. It ends with
//     either of them and leaves no process behind.
//   - grant: the permission to start a certain build of this machine for a
//     build that a job names.
//   - tick: an engine's sign of life for one token. beat: how long the
//     engine's pipe is not read while only ticks arrive.
//   - stand-in: a model file with the exact shape of a real model and random
//     weights.
//   - imported: of a session: somebody else measured it, and its results were
//     read from a file or a page.
//   - unwatched: of an imported session: no dragstrip watched the machine
//     while it was measured, so nothing is known of its state.
//   - published: of a figure: somebody published it without its samples. Of a
//     grade: the result is unwatched.
//   - ceiling: the most tokens per second that the memory allows.
//
// Not used: run as a noun, task, manager, context, util, helper, data, info,
// stats.
package bench
