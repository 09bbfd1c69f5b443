//go:build unix

package cli

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"

	"dragstrip/bench"
)

// screen is a program on a terminal of 100×30.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
	send func(string)
	wait func() int
}

func (s *screen) has(part string) func() bool {
	return func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return strings.Contains(s.text.String(), part)
	}
}

// forget drops what was written until now.
func (s *screen) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text.Reset()
}

func (w *world) onTerminal(args ...string) *screen {
	w.t.Helper()
	c := w.command(args...)
	c.Env = append(c.Env, "TERM=tmux-256color")
	terminal, err := pty.StartWithSize(c, &pty.Winsize{Rows: 30, Cols: 100})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { terminal.Close() })
	s := &screen{}
	s.send = func(text string) { terminal.WriteString(text) }
	s.wait = func() int { c.Wait(); return c.ProcessState.ExitCode() }
	go func() {
		chunk := make([]byte, 4096)
		for {
			n, err := terminal.Read(chunk)
			s.mu.Lock()
			s.text.Write(chunk[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

func TestCtrlCAsksAndStops(t *testing.T) {
	w := newWorld(t).withEngine()
	s := w.onTerminal("run", w.tiny(), "-p", "512", "-n", "256", "-r", "200")
	eventually(t, "a progress line", 90*time.Second, s.has("so far"))
	s.send("\x03")
	eventually(t, "the question", time.Minute, s.has("Enter = leave"))
	s.send("s\r")
	if code := s.wait(); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	f := w.folder("last")
	if got := w.session(f); got.Outcome != bench.OutcomeStopped || f.Live() {
		t.Errorf("outcome %q, live %v", got.Outcome, f.Live())
	}
}

func TestCtrlCAsksAndLeavesItGoing(t *testing.T) {
	w := newWorld(t).withEngine()
	s := w.onTerminal("run", w.tiny(), "-p", "512", "-n", "256", "-r", "60")
	eventually(t, "a progress line", 90*time.Second, s.has("so far"))
	s.send("\x03")
	eventually(t, "the question", time.Minute, s.has("Enter = leave"))
	s.forget()
	s.send("c\r")
	eventually(t, "the view going on", time.Minute, s.has("so far"))
	s.forget()
	s.send("\x03")
	eventually(t, "the question again", time.Minute, s.has("Enter = leave"))
	s.send("\r")
	if code := s.wait(); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	f := w.folder("last")
	before := len(w.events(f))
	eventually(t, "the session going on without a viewer", 60*time.Second, func() bool { return f.Live() && len(w.events(f)) > before })
}

func TestSetupQuestionCanBeAnsweredWithNo(t *testing.T) {
	w := newWorld(t).withEngine()
	s := w.onTerminal("run", "--setup")
	eventually(t, "the question", 60*time.Second, s.has("Write it?"))
	s.send("n\r")
	if code := s.wait(); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	if all, _ := w.store().List(); len(all) != 0 {
		t.Error("a session was made")
	}
}
