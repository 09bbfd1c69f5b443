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
// and passes it the file ready. An ssh server or a terminal may keep us in a
// job object that ends with it. The process leaves that job if the job allows
// it.
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

// IgnoreHangup is called first thing in a detached process. From then on the
// end of a console does not end the process. The access list of their folder
// keeps its files to its user.
func IgnoreHangup() {
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
}
