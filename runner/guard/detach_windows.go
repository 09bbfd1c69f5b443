package guard

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/windows"
)

// startSeparate starts the command that newCommand makes without a console,
// and passes it ready. An ssh server or a terminal may keep us in a job that
// ends with it; where that job lets nobody out we stay in it.
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

// endSeparate ends a process that startSeparate started. The engines it may
// have started end with its job objects.
func endSeparate(process *os.Process) { _ = process.Kill() }

// IgnoreHangup is called first thing in a detached process: the end of a
// console does not end it any more. Files belong to the user alone by the
// access list of the folder they are in.
func IgnoreHangup() {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
}
