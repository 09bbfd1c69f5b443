//go:build linux || darwin

package guard

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// guardAttributes gives the guard a session of its own, so that no signal to
// the bench process's group or from its terminal reaches it.
func guardAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// passFile lets cmd inherit file and returns the number by which the process
// can open it.
func passFile(cmd *exec.Cmd, file *os.File) string {
	cmd.ExtraFiles = append(cmd.ExtraFiles, file)
	return strconv.Itoa(2 + len(cmd.ExtraFiles))
}

// tether is a second tie, besides the lifeline, between the engine and the
// bench process. Unix needs none: lifeline, reaper and mark are enough.
type tether struct{ process *Process }

func newTether(p *Process) (*tether, error) { return &tether{p}, nil }

func (t *tether) attach() error { return nil }

func (t *tether) close() {}

// endAll ends what a killed guard could no longer end.
func (t *tether) endAll() {
	endMarked(t.process.mark, t.process.PID(), t.process.began.Load())
}
