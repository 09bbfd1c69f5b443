package hwinfo

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// withSystem sets the files to read. On Linux everything is in files, except
// for one question to the AMD graphics driver.
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

// userProcesses is the user's limit. It does not apply to root, and one of a
// million or more is none.
func userProcesses() int64 {
	var limit unix.Rlimit
	if unix.Getuid() == 0 || unix.Getrlimit(unix.RLIMIT_NPROC, &limit) != nil || limit.Cur >= 1<<20 {
		return 0
	}
	return int64(limit.Cur)
}
