// Package guard starts engines so that no engine process outlives its
// benchmark. A process of dragstrip, the guard, stands between the bench
// process and the engine. When the bench process ends in any way, the guard
// ends the engine and everything that the engine started. The package also
// starts the bench process itself, detached from the terminal
// ([StartDetached]), and splits an engine's output into lines ([Lines]). A
// program that is only asked a question runs under a guard, too (package
// asking).
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
//	quiet_*.go  a pipe that wakes no thread
//	giveway.go  never takes a processor from the engine (SCHED_BATCH)
//
// The guard's side:
//
//	main.go         the guard: ends the engine and everything that it started; how long it waits before it kills
//	processes_*.go  finds the processes that an engine started
//	files_*.go      descriptors that an engine must not inherit
//
// Before and after:
//
//	detach.go        starts the bench process apart from the terminal, so that a hangup does not end it
//	leftbehind_*.go  ends processes that a dead bench process left
//
// # The arrangement
//
//	bench process ── lifeline ──▶ guard ──▶ engine ──▶ whatever it starts
//	      ▲  ◀────── status ───────┘          │
//	      └────────── stdout, stderr ─────────┘
//
// The guard is dragstrip's binary, started with a hidden verb. It has a session
// of its own, so that a signal to the process group of the bench process does
// not reach it. Its standard files have these uses:
//
//   - stdin is the lifeline. The bench process writes one line to it, the
//     order: argv, environment, folder. (The order is not on the command line,
//     because anybody may read a command line, and an environment may hold a
//     token.) After that the bench process only keeps the lifeline open. No
//     other process has the write end. The lifeline closes when [Process.Stop]
//     is called or the bench process dies; then the guard ends the tree. So a
//     crash uses the same code as a stop, and every stop tests this code.
//   - stdout and stderr are the pipes of the engine. The guard passes them on
//     to the engine and closes its own ends. It never copies a byte.
//   - one more pipe carries messages back as JSON lines: started, could not
//     start, ended. The number of this pipe is the only argument of the guard.
//
// To end the tree, the guard sends TERM to the engine's process group and to
// every descendant outside it, waits two seconds, and then sends KILL until
// nothing is left. If the engine ends by itself, the guard ends processes that
// it left running in the same way, and counts them.
//
// # How nothing gets away
//
// Linux: the guard is a child subreaper. So a grandchild that calls setsid
// becomes the guard's child when its parents die. The guard need not guess from
// a listing that the tree is empty: the kernel reports it with ECHILD. A signal
// to a single process goes through a pidfd, and the start time is checked
// before; so a signal never reaches a later process with the same number. The
// engine is started with Pdeathsig KILL, so the engine dies if the guard is
// killed. This signal is tied to the thread that started the engine, so that
// thread lives as long as the guard.
//
// The engine's environment has a random mark ([MarkVariable]). Everything that
// the engine starts inherits the mark. If the guard is killed, the bench
// process finds the remaining processes by the mark and ends them. macOS has
// neither subreaper nor Pdeathsig. There, and in a sandbox that allows no
// subreaper, the guard uses the mark to find processes that left the group and
// lost their parents.
//
// Windows: the bench process holds a job object with KILL_ON_JOB_CLOSE. It puts
// the guard into the job object before it writes the order, so everything that
// is started later is in the job object from the beginning. If the bench
// process dies, the kernel ends the job. A stop still goes through the guard,
// because only a process on the same console can send the engine CTRL_BREAK. So
// the guard has a separate console, without a window.
//
// One case remains: guard and bench process are killed at the same moment. Then
// the engine dies on Linux and Windows. But on Linux a grandchild that called
// setsid survives, and on macOS the engine survives, too. The mark names the
// bench process, so the next dragstrip can end the processes that were left
// behind ([EndLeftBehind]).
//
// # What it costs a measurement
//
// While an engine runs, the guard sleeps in three system calls. It has no timer
// and copies nothing. The bench process reads the engine's pipes in beats
// ([stream.Rest]). Between two beats no process watches the pipes, so a line of
// the engine wakes no process. When threads of the bench process wake up, they
// never take a processor from the engine ([GiveWay]); the guard undoes this
// setting for the engine. On Linux the guard raises the engine's oom_score_adj
// by 500. So when memory runs out, the kernel kills the engine, and not the
// process that can report it. The engine inherits everything else from the
// bench process unchanged: priority, affinity, limits, signal dispositions.
package guard
