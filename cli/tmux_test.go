//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tmux is dyno in a real terminal multiplexer, as people run it on far
// machines.
type tmux struct {
	w      *world
	socket string
}

func newTmux(w *world, width, height string, command string) *tmux {
	w.t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("CI") != "" {
			w.t.Fatal("no tmux: .ci/run installs one")
		}
		w.t.Skip("skipped: needs tmux")
	}
	x := &tmux{w: w, socket: filepath.Join(w.home, "tmux")}
	w.t.Cleanup(func() { exec.Command("tmux", "-S", x.socket, "kill-server").Run() })
	x.do("-f", os.DevNull, "new-session", "-d", "-x", width, "-y", height, command)
	return x
}

func (x *tmux) do(args ...string) string {
	x.w.t.Helper()
	c := exec.Command("tmux", append([]string{"-S", x.socket}, args...)...)
	c.Env = append(x.w.env, "TERM=xterm-256color", "LC_ALL=C.UTF-8", "TMUX=")
	out, err := c.CombinedOutput()
	if err != nil {
		x.w.t.Fatalf("tmux %v: %v %s", args, err, out)
	}
	return string(out)
}

func (x *tmux) until(what string) {
	x.w.t.Helper()
	shown := ""
	for deadline := time.Now().Add(60 * time.Second); !strings.Contains(shown, what); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			x.w.t.Fatalf("%q never came up:\n%s", what, shown)
		}
		shown = x.do("capture-pane", "-p")
	}
}

// TestScreensInTmuxSurviveResizingAndDetaching chooses a model and runs it,
// the window changing its size on the way.
func TestScreensInTmuxSurviveResizingAndDetaching(t *testing.T) {
	w := newWorld(t).withEngine()
	w.env = append(w.env, "DYNO_MODEL_FOLDERS="+filepath.Dir(w.tiny()))
	x := newTmux(w, "100", "30", os.Args[0])
	x.until("1 Machine")
	x.do("send-keys", "2")
	x.until("Tiny")
	x.do("resize-window", "-x", "60", "-y", "20")
	x.do("send-keys", "Enter")
	x.until("preset")
	x.do("resize-window", "-x", "40", "-y", "12")
	x.do("send-keys", "Enter")
	x.until("Medians with their")
	x.do("resize-window", "-x", "20", "-y", "5")
	x.until("dyno needs 40 x 12")
	x.do("resize-window", "-x", "120", "-y", "40")
	x.until("tg128")
	x.do("send-keys", "e")
	x.until("The report is written")
}

func TestCopyingGoesThroughMultiplexers(t *testing.T) {
	for env, want := range map[string]string{"": "\x1b]52;c;", "TMUX": "\x1bPtmux;", "STY": "\x1bP\x1b]52"} {
		got := clipboardSequence(func(name string) string {
			if name == env && env != "" {
				return "set"
			}
			return ""
		}, "dyno run model.gguf")
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q lacks %q", env, got, want)
		}
	}
}
