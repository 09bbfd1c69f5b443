package hwinfo

import (
	"os"
	"os/exec"
	"syscall"
)

// withSystem sets the files to read. On Linux everything is in files, except
// for one question to the AMD graphics driver.
func withSystem(r Root) Root {
	r.FS = plainFiles{os.DirFS("/")}
	if r.DRM == nil {
		r.DRM = askAMDDriver
	}
	return r
}

// asHelper makes the kernel end a program when the thread that started it ends.
// A program that hangs in a driver must not survive when dragstrip is killed.
func asHelper(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
