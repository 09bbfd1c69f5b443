package guard

import (
	"math"

	"golang.org/x/sys/unix"
)

// keepFilesToOurselves keeps programs we start from inheriting descriptors that
// we inherited ourselves (a shell's "3>lock"). It marks them close-on-exec;
// os/exec then passes on only the files it is given.
func keepFilesToOurselves() {
	if unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) != nil {
		closeListedOnExec("/proc/self/fd") // a kernel before 5.11
	}
}
