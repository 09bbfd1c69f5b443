package install

import "syscall"

// groupAttributes puts a program into a group of its own and makes the kernel
// end it when dragstrip is killed. Otherwise it would still be writing into the
// leftovers when the next installation begins.
func groupAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
