//go:build unix

package install

import (
	"os/exec"
	"syscall"
)

// ownGroup puts a program into a process group of its own, so that stopping it
// stops everything it started. Package managers start other programs for their
// work.
func ownGroup(c *exec.Cmd) {
	c.SysProcAttr = groupAttributes()
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGTERM) }
}

// aside puts a program into a terminal session of its own, so that neither a key
// in the terminal nor its closing reaches the program.
func aside(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// endGroup ends the rest of a group whose leader was stopped.
func endGroup(c *exec.Cmd) {
	if c.Process != nil {
		syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
	}
}
