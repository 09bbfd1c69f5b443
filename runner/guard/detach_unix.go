//go:build linux || darwin

package guard

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// startSeparate starts the command that newCommand makes, in a new session, and
// passes it the file ready.
func startSeparate(newCommand func() *exec.Cmd, env []string, ready *os.File) (*exec.Cmd, error) {
	cmd := newCommand()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	number := passFile(cmd, ready)
	cmd.Env = environment(os.Environ(), append(env[:len(env):len(env)], readyVariable+"="+number), cmd.Dir)
	return cmd, cmd.Start()
}

// endSeparate ends a process that startSeparate started, and its process group.
func endSeparate(process *os.Process) {
	_ = unix.Kill(-process.Pid, unix.SIGKILL)
	_ = process.Kill()
}

// IgnoreHangup must be called first in a detached process. From then on a
// hang-up or a closed pipe does not end the process, and only its user can read
// the files that it makes (umask 077). The signals are caught, not ignored,
// because engines would inherit an ignored signal.
func IgnoreHangup() {
	signal.Notify(make(chan os.Signal, 1), unix.SIGHUP, unix.SIGPIPE)
	unix.Umask(0o077)
}
