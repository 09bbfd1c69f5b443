//go:build linux || darwin

package guard

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// closeListedOnExec marks the descriptors that a folder lists as close-on-exec.
func closeListedOnExec(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if fd, err := strconv.Atoi(entry.Name()); err == nil && fd > 2 {
			_, _ = unix.FcntlInt(uintptr(fd), unix.F_SETFD, unix.FD_CLOEXEC)
		}
	}
}
