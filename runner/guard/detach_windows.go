package guard

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/windows"
)

// startSeparate starts the command that newCommand makes, without a console,
// and passes it the file ready. An ssh server or a terminal may keep its
// processes in a job object, which ends with it. The new process leaves this
// job object if that is allowed.
func startSeparate(newCommand func() *exec.Cmd, env []string, ready *os.File) (*exec.Cmd, error) {
	const separate = windows.DETACHED_PROCESS | windows.CREATE_NEW_PROCESS_GROUP
	var cmd *exec.Cmd
	var err error
	for _, flags := range []uint32{separate | windows.CREATE_BREAKAWAY_FROM_JOB, separate} {
		cmd = newCommand()
		cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: flags}
		number := passFile(cmd, ready)
		cmd.Env = environment(os.Environ(), append(env[:len(env):len(env)], readyVariable+"="+number), cmd.Dir)
		if err = cmd.Start(); !errors.Is(err, windows.ERROR_ACCESS_DENIED) {
			break
		}
	}
	return cmd, err
}

// endSeparate ends a process that startSeparate started. If that process has
// started engines, they end with its job objects.
func endSeparate(process *os.Process) { _ = process.Kill() }

// IgnoreHangup must be called first in a detached process. From then on the
// process continues when its console ends. Its files need no further
// protection, because the access list of their folder admits only the user.
func IgnoreHangup() {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
}
