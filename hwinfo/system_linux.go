package hwinfo

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// withSystem sets the files to read. On Linux nearly everything is in files.
// The AMD graphics driver and the user's limit on processes are asked by system
// calls.
func withSystem(r Root) Root {
	r.FS = plainFiles{os.DirFS("/")}
	if r.DRM == nil {
		r.DRM = askAMDDriver
	}
	if r.UserProcesses == nil {
		r.UserProcesses = userProcesses
	}
	return r
}

// asHelper makes the kernel end a program when the thread that started it ends.
// A program that hangs in a driver must not survive when dragstrip is killed.
func asHelper(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }

// userProcesses returns the user's limit on processes; 0 means no limit. The
// limit does not apply to root, and a limit of a million or more counts as
// none.
func userProcesses() int64 {
	var limit unix.Rlimit
	if unix.Getuid() == 0 || unix.Getrlimit(unix.RLIMIT_NPROC, &limit) != nil || limit.Cur >= 1<<20 {
		return 0
	}
	return int64(limit.Cur)
}
