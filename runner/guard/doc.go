// Package guard starts engines so that nothing survives what it should not:
// between the bench process and the engine stands a process of our own, the
// guard, which ends the engine and everything the engine started when the
// bench process goes, however it goes. It also starts the bench process
// itself, detached from the terminal ([StartDetached]), and takes an engine's
// output apart into lines ([Lines]). What an engine build is asked before
// anything is measured goes the same way (package asking).
//
// It must not know what it runs, what the lines say, or where they are shown.
//
// # The arrangement
//
//	bench process ── lifeline ──▶ guard ──▶ engine ──▶ whatever it starts
//	      ▲  ◀────── status ───────┘          │
//	      └────────── stdout, stderr ─────────┘
//
// The guard is our own binary under a hidden verb, in a session of its own so
// that a signal to the bench process's group does not reach it. Its standard
// files are the design:
//
//   - stdin is the lifeline. The bench process writes one line on it, the
//     order: argv, environment, folder. (Not on the command line, because
//     anybody may read a command line and an environment may hold a token.)
//     Then the bench process only holds it open. No other process has the
//     write end. When it closes, by [Process.Stop] or because the bench
//     process died, the guard ends the tree: a stop and a crash go the same
//     way, so the way that matters is the one that is always taken.
//   - stdout and stderr are the engine's own pipes, which the guard hands on
//     and closes. It never copies a byte.
//   - one more pipe, whose number is the guard's only argument, carries the
//     status back as JSON lines: started, could not start, ended.
//
// Ending the tree means: TERM to the engine's process group and to every
// descendant outside it, two seconds, KILL until nothing is left. After the
// engine's own end, what it left running is ended in the same way and counted.
//
// # How nothing gets away
//
// Linux: the guard is a child subreaper, so a grandchild that calls setsid
// and whose parents die becomes the guard's child. That the tree is empty is
// not guessed from a listing: the kernel says ECHILD. Signals to single
// processes go through a pidfd whose start time was checked, so that a number
// used again is never hit. The engine is started with Pdeathsig KILL from a
// thread that lives as long as the guard (the signal is tied to the thread,
// not to the process), so killing the guard kills the engine.
//
// The engine's environment carries a random mark ([MarkVariable]), which all
// it starts inherits. When the guard itself is killed, the bench process
// finds the orphans by that mark and ends them. macOS has neither subreaper
// nor Pdeathsig; there the guard, too, finds by the mark what left the group
// and lost its parents, and so it does in a sandbox that allows no subreaper.
//
// Windows: the bench process holds a job object with KILL_ON_JOB_CLOSE, and
// puts the guard into it before it writes the order, so that everything
// started later is inside from its first instruction on. If the bench process
// dies, the kernel ends the job. A stop goes through the guard all the same,
// because only a process on the engine's console can send it CTRL_BREAK: the
// guard has a console of its own without a window.
//
// What remains: if guard and bench process are killed in the same instant,
// the engine dies on Linux and Windows, but on Linux a grandchild that called
// setsid lives on, and on macOS the engine does too. The mark names the bench
// process, so the next one ends what is left of one that is gone
// ([EndLeftBehind]).
//
// # What it costs a measurement
//
// The guard sleeps in three system calls while an engine runs; it has no
// timer and copies nothing. The bench process reads the engine's pipes in beats
// ([stream.Rest]): the pipes are not watched meanwhile, so a line of the engine
// wakes nobody. Its threads never take a processor from the engine when they
// wake up ([GiveWay]); the guard puts that back for the engine. On Linux it
// raises the engine's oom_score_adj by 500, so that when memory ends the kernel
// chooses the engine and not the process that could say so. Priority, affinity,
// limits, signal dispositions and everything else are the bench process's own.
package guard
