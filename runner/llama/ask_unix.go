//go:build unix

package llama

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"

	"dragstrip/runner/engine"
)

// killGroup lets a timeout end everything the question started, not only a
// wrapper script.
func killGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

func exitOf(state *os.ProcessState) engine.Exit {
	exit := engine.Exit{Code: state.ExitCode()}
	if ws, ok := state.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		exit.Signal = unix.SignalName(ws.Signal())
	}
	return exit
}
