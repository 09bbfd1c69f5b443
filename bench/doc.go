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
//	plan, order, moved       the plan with its jobs, models and builds; in which
//	                         order jobs come; folders that got another name
//	test, params, counts     a test; an engine's parameters; lists of counts
//	                         as people write them
//	traits, buildname        what is known of an engine; how a build is named
//	machine, samemachine,    the machine; whether two are the same; how many
//	allowance                CPUs a process may use
//	limits                   how large a plan may be
//
// What happens:
//
//	event, kinds, facts      an event, the names of facts, the facts; cooling,
//	                         precision, scatter, sentinel and standstill have
//	                         those of their own matter
//	outcome, ended, result   how work ended, summed up over tests; what a test gave
//	control                  what viewers ask
//	session, apply           the session, and the reducer
//	numbering, asked         events that are missing or double; repetitions that
//	                         are, or that nobody asked for
//	admit, clean, cleanjson, text and JSON from outside
//	jsonfault
//	former, formerbuilds     what earlier versions wrote
//
// What is computed from it:
//
//	summary, student, level  a median and its interval
//	scatter                  how far earlier sessions of the machine lie apart
//	compare, mannwhitney     two sides compared
//	precision, startsfor     how many repetitions and starts are still needed
//	bandwidth, laidout, kv   bytes read for a token, as the engine lays them
//	                         out in memory; the ceiling
//	devicebandwidth          the bandwidth that an engine gets from a device
//	energy, spent            power; what the time of a session went into
//	cooling, sentinel        when a machine has cooled down; drift at the end
//	inflight                 whether a test is being measured, which a pause waits for
//	units                    how every figure is written
//
// What is doubted:
//
//	doubts                   all warnings with grade and remedy, and which of
//	                         them the facts of a test show
//	configured, caches,      rounds that do not belong together; what the
//	beyond                   caches explain; speeds that cannot be
//	outdated                 stand-ins that are faster than their model
//	slowfirst, trend,        what the repetitions show by themselves
//	scores, faroff
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
