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

// aside puts a program where neither a key pressed in the terminal nor the
// terminal's end reaches it.
func aside(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// endGroup ends what is left of a group whose leader was stopped.
func endGroup(c *exec.Cmd) {
	if c.Process != nil {
		syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
	}
}
