//go:build linux || darwin

package guard

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// guardAttributes gives the guard a new session. So no signal to the group of
// the bench process, and no signal from its terminal, reaches the guard.
func guardAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// passFile lets cmd inherit file and returns the number by which the process
// can open it.
func passFile(cmd *exec.Cmd, file *os.File) string {
	cmd.ExtraFiles = append(cmd.ExtraFiles, file)
	return strconv.Itoa(2 + len(cmd.ExtraFiles))
}

// tether is a second connection between the engine and the bench process,
// besides the lifeline. On Unix it is only used after the guard was killed;
// otherwise lifeline and reaper are enough.
type tether struct{ process *Process }

func newTether(p *Process) (*tether, error) { return &tether{p}, nil }

func (t *tether) attach() error { return nil }

func (t *tether) close() {}

// endAll ends the processes that a killed guard could no longer end. It finds
// them by the mark.
func (t *tether) endAll() {
	endMarked(t.process.mark, t.process.PID(), t.process.began.Load())
}
