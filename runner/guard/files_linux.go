package guard

import (
	"math"

	"golang.org/x/sys/unix"
)

// keepFilesToOurselves keeps new programs from inheriting descriptors that this
// process has inherited (a shell's "3>lock"). It marks these descriptors
// close-on-exec. os/exec then passes on only the files that a command lists.
func keepFilesToOurselves() {
	if unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) != nil {
		closeListedOnExec("/proc/self/fd") // a kernel before 5.11
	}
}
