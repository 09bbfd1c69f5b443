//go:build linux || darwin

package guard

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// guardAttributes gives the guard a session of its own: no signal to the
// bench process's group or from its terminal reaches it.
func guardAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// passFile lets cmd inherit file and returns the number under which the
// process will find it.
func passFile(cmd *exec.Cmd, file *os.File) string {
	cmd.ExtraFiles = append(cmd.ExtraFiles, file)
	return strconv.Itoa(2 + len(cmd.ExtraFiles))
}

// tether is what binds the tree to the bench process besides the lifeline.
// There is nothing here: lifeline, reaper and mark do it.
type tether struct{ process *Process }

func newTether(p *Process) (*tether, error) { return &tether{p}, nil }

func (t *tether) attach() error { return nil }

func (t *tether) close() {}

// endAll ends what a guard that was killed could not end.
func (t *tether) endAll() {
	endMarked(t.process.mark, t.process.PID(), t.process.began.Load())
}
