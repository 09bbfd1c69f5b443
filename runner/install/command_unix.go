//go:build unix

package install

import (
	"os/exec"
	"syscall"
)

// ownGroup puts a program into a process group of its own, so that stopping
// it stops what it started: package managers leave the work to others.
func ownGroup(c *exec.Cmd) {
	c.SysProcAttr = groupAttributes()
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGTERM) }
}

// endGroup ends what is left of a group whose leader was stopped.
func endGroup(c *exec.Cmd) {
	if c.Process != nil {
		syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
	}
}
