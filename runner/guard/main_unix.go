//go:build linux || darwin

package guard

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"golang.org/x/sys/unix"
)

// tree is the engine and everything that it started.
type tree struct {
	pid   int
	began int64
	mark  string
	// adopts is set if orphans become the guard's children.
	adopts bool
	// ended is closed when the engine has ended and the guard has read its exit
	// status. code and signal are written before that.
	ended  chan struct{}
	code   int
	signal string
	// stdin is kept so that it stays open until the guard ends.
	stdin io.Closer
	// childless is set when the guard has no child left.
	childless atomic.Bool
}

// becomeGuard catches the signals that would end this process. It does not
// ignore them, because the engine would inherit an ignored signal.
func becomeGuard() {
	signal.Notify(make(chan os.Signal, 1),
		unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGTERM, unix.SIGPIPE, unix.SIGUSR1, unix.SIGUSR2, unix.SIGTSTP)
}

// takeFile makes a file from an inherited descriptor and keeps the engine from
// inheriting it.
func takeFile(number uintptr) (*os.File, error) {
	if _, err := unix.FcntlInt(number, unix.F_SETFD, unix.FD_CLOEXEC); err != nil {
		return nil, err
	}
	return os.NewFile(number, "status"), nil
}

// launch starts the engine in a new process group.
func launch(o order) (*tree, error) {
	cmd, held, err := engineCommand(o)
	if err != nil {
		return nil, err
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithGuard(cmd.SysProcAttr)
	adopts := adoptOrphans()
	start := cmd.Start
	if o.AsBefore {
		start = func() error { return asBefore(cmd.Start) }
	}
	if err := start(); err != nil {
		return nil, err
	}
	t := &tree{pid: cmd.Process.Pid, mark: string(o.Mark), adopts: adopts, ended: make(chan struct{}), code: -1, stdin: held}
	if p, err := lookAt(t.pid); err == nil {
		t.began = p.began
	}
	preferAsVictim(t.pid)
	_ = cmd.Process.Release() // reap waits for the engine, not os/exec
	go t.reap()
	return t, nil
}

// letGoOfOutput replaces the guard's ends of the engine's pipes by the null
// device, so that the pipes end when the engine closes them.
func letGoOfOutput() {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		_ = os.Stdout.Close()
		_ = os.Stderr.Close()
		return
	}
	_ = unix.Dup2(int(null.Fd()), 1)
	_ = unix.Dup2(int(null.Fd()), 2)
	_ = null.Close()
}

// reap waits for all children of the guard (the engine and adopted orphans)
// until the kernel says that none is left.
func (t *tree) reap() {
	options := waitOptions
	for {
		var status unix.WaitStatus
		pid, err := unix.Wait4(-1, &status, options, nil)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			t.childless.Store(true)
			t.endedNow()
			return
		case pid == 0: // others are left
			t.endedNow()
			options = waitOptions
		case pid == t.pid && (status.Exited() || status.Signaled()):
			t.code = status.ExitStatus()
			if status.Signaled() {
				t.code, t.signal = -1, signalName(status.Signal())
			}
			// Most engines leave no process behind. Ask at once whether other
			// children are left.
			options = waitOptions | unix.WNOHANG
		}
	}
}

// endedNow closes ended. A second call does nothing.
func (t *tree) endedNow() {
	select {
	case <-t.ended:
	default:
		close(t.ended)
	}
}

func signalName(s syscall.Signal) string {
	if name := unix.SignalName(s); name != "" {
		return name
	}
	return s.String()
}

// ask asks all processes of the tree to end. A stopped process must be
// continued before it can end.
func (t *tree) ask() {
	t.signalAll(unix.SIGTERM)
	t.signalAll(unix.SIGCONT)
}

func (t *tree) kill() { t.signalAll(unix.SIGKILL) }

// signalAll sends a signal to the engine's group with one call, so that no
// forked process escapes, and to every descendant outside the group.
func (t *tree) signalAll(s syscall.Signal) {
	members := t.members()
	group := false
	select {
	case <-t.ended:
		// The number of the group may have been reused. It has not been reused
		// if a process of the tree is still in the group.
		for _, p := range members {
			group = group || p.pgid == t.pid
		}
	default:
		group = true
	}
	if group {
		_ = unix.Kill(-t.pid, s)
	}
	for _, p := range members {
		if !group || p.pgid != t.pid {
			_ = signalProcess(p, s)
		}
	}
}

// others counts the living processes besides the engine.
func (t *tree) others() int {
	n := 0
	for _, p := range t.members() {
		if p.pid != t.pid {
			n++
		}
	}
	return n
}
