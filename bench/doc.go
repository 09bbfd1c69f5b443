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
