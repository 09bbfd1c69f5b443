package hwinfo

import (
	"os"
	"os/exec"
	"syscall"
)

// withSystem: Linux tells all in files, but for one question to the AMD
// graphics driver.
func withSystem(r Root) Root {
	r.FS = plainFiles{os.DirFS("/")}
	if r.DRM == nil {
		r.DRM = askAMDDriver
	}
	return r
}

// asHelper has the kernel end a program when the thread that started it ends:
// one that hangs in a driver must not stay when dragstrip is killed.
func asHelper(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
