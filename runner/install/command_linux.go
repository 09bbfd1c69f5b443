package install

import "syscall"

// groupAttributes: where the kernel can, a program also goes when dragstrip itself
// is killed; the next installation would find it writing into the leftovers.
func groupAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
