// Package guard starts engines so that no engine process outlives its
// benchmark. Between the bench process and the engine stands a process of our
// own, the guard. When the bench process ends, however that happens, the guard
// ends the engine and everything the engine started. The package also starts
// the bench process itself, detached from the terminal ([StartDetached]), and
// splits an engine's output into lines ([Lines]). Programs that are only asked
// what they are run under a guard, too (package asking).
//
// It must not know what it runs, what the lines mean, or where they are shown.
//
// # Where things are
//
// The bench process's side:
//
//	command.go  an engine to be started; the hidden verb of the guard
//	status.go   the messages between bench process and guard
//	process.go  starts, stops and waits for an engine
//	stream.go   reads an engine's pipe without disturbing it
//	lines.go    splits output into lines
//	pipe_*.go   the size of a pipe
//	quiet_*.go  a pipe that wakes nobody
//	giveway.go  never takes a processor from the engine (SCHED_BATCH)
//
// The guard's side:
//
//	main.go         the guard: ends the engine and all it started; how long it waits before it kills
//	processes_*.go  finds the processes that an engine started
//	files_*.go      descriptors that an engine must not inherit
//
// Before and after:
//
//	detach.go        starts the bench process apart from the terminal, so that a hangup does not end it
//	leftbehind_*.go  ends what a dead bench process left
//
// # The arrangement
//
//	bench process ── lifeline ──▶ guard ──▶ engine ──▶ whatever it starts
//	      ▲  ◀────── status ───────┘          │
//	      └────────── stdout, stderr ─────────┘
//
// The guard is our own binary under a hidden verb. It has a session of its own,
// so that a signal to the bench process's group does not reach it. Its standard
// files have these uses:
//
//   - stdin is the lifeline. The bench process writes one line on it, the
//     order: argv, environment, folder. (These are not on the command line,
//     because anybody may read a command line, and an environment may hold a
//     token.) After that the bench process only holds it open. No other process
//     has the write end. When it closes, by [Process.Stop] or because the bench
//     process died, the guard ends the tree. A stop and a crash take the same
//     path, so that path is tested by every stop.
//   - stdout and stderr are the engine's own pipes. The guard passes them on
//     and closes its copies. It never copies a byte.
//   - one more pipe carries the status back as JSON lines: started, could not
//     start, ended. Its number is the guard's only argument.
//
// Ending the tree means: send TERM to the engine's process group and to every
// descendant outside it, wait two seconds, then send KILL until nothing is
// left. If the engine ends by itself, processes it left running are ended in
// the same way and counted.
//
// # How nothing gets away
//
// Linux: the guard is a child subreaper. So a grandchild that calls setsid and
// whose parents die becomes the guard's child. The guard does not guess from a
// listing that the tree is empty: the kernel says so, with ECHILD. Signals to
// single processes go through a pidfd after their start time was checked, so a
// reused process number is never hit. The engine is started with Pdeathsig
// KILL, so killing the guard kills the engine. That signal is tied to the
// starting thread, not to the process, so the thread lives as long as the
// guard.
//
// The engine's environment carries a random mark ([MarkVariable]), which
// everything it starts inherits. If the guard itself is killed, the bench
// process finds the orphans by that mark and ends them. macOS has neither
// subreaper nor Pdeathsig. There, and in a sandbox that allows no subreaper,
// the guard itself uses the mark to find processes that left the group and lost
// their parents.
//
// Windows: the bench process holds a job object with KILL_ON_JOB_CLOSE. It puts
// the guard into it before it writes the order, so everything started later is
// inside from its first instruction on. If the bench process dies, the kernel
// ends the job. A stop still goes through the guard, because only a process on
// the engine's console can send it CTRL_BREAK. For that the guard has a console
// of its own, without a window.
//
// One case remains: guard and bench process are killed at the same instant.
// Then the engine dies on Linux and Windows, but on Linux a grandchild that
// called setsid survives, and on macOS the engine survives, too. The mark names
// the bench process, so the next bench process can end what a dead one left
// behind ([EndLeftBehind]).
//
// # What it costs a measurement
//
// The guard sleeps in three system calls while an engine runs. It has no timer
// and copies nothing. The bench process reads the engine's pipes in beats
// ([stream.Rest]). Between beats nobody watches the pipes, so a line of the
// engine wakes nobody. The bench process's threads never take a processor from
// the engine when they wake up ([GiveWay]); the guard undoes that setting for
// the engine. On Linux it raises the engine's oom_score_adj by 500. So when
// memory runs out, the kernel kills the engine and not the process that could
// report it. The engine inherits priority, affinity, limits, signal
// dispositions and everything else unchanged from the bench process.
package guard
