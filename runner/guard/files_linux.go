package guard

import (
	"math"

	"golang.org/x/sys/unix"
)

// keepFilesToOurselves has no program that we start inherit a descriptor that
// we inherited ourselves (a shell's "3>lock"); os/exec hands on only what it
// is told to, once the others close on exec.
func keepFilesToOurselves() {
	if unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) != nil {
		closeListedOnExec("/proc/self/fd") // a kernel before 5.11
	}
}
