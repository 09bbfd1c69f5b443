package guard

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// niceWhileReading is the niceness of the threads that read an engine's pipes:
// with an engine thread on every core, theirs is the work that can wait. 10
// leaves them a tenth of what an engine thread gets, far more than they need.
const niceWhileReading = 10

// StepBack lets the calling goroutine's thread give way to the engine for as
// long as the goroutine lives, and says by how much; 0 where the system cannot
// do that for one thread alone. Programs started by it would inherit that: it
// is for goroutines that only read.
func StepBack() (nice int) {
	runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
	if unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), niceWhileReading) != nil {
		return 0
	}
	return niceWhileReading
}
