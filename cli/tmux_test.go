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

// tmux is dragstrip in a real terminal multiplexer, as people use it on remote
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

// TestScreensInTmuxSurviveResizingAndDetaching chooses a model and measures it,
// while the size of the window changes.
func TestScreensInTmuxSurviveResizingAndDetaching(t *testing.T) {
	w := newWorld(t).withEngine()
	w.env = append(w.env, "DRAGSTRIP_MODEL_FOLDERS="+filepath.Dir(w.tiny()))
	x := newTmux(w, "100", "30", os.Args[0])
	x.until("1 Machine")
	x.do("send-keys", "2")
	x.until("Tiny")
	x.do("resize-window", "-x", "60", "-y", "20")
	x.do("send-keys", "Enter")
	x.until("enter start") // engines are found
	x.do("resize-window", "-x", "40", "-y", "12")
	x.do("send-keys", "Enter")
	x.until("A llama.cpp")
	x.do("resize-window", "-x", "30", "-y", "5")
	x.until("dragstrip needs 40 x 12")
	x.do("resize-window", "-x", "120", "-y", "40")
	x.until("tg128")
	x.do("send-keys", "e")
	x.until("write a file: md")
	x.do("send-keys", "Down", "Enter")
	x.until("The files are written")
}

// TestSuspendedScreensComeBack tests ctrl-z and fg in a shell during a
// benchmark. The shell gets its terminal back, and the benchmark continues.
// Afterwards the screens are drawn again in the present size of the terminal.
func TestSuspendedScreensComeBack(t *testing.T) {
	w := newWorld(t).withEngine()
	w.must("run", "--detach", w.tiny(), "-p", "0", "-n", "512", "-r", "1000")
	x := newTmux(w, "100", "30", "HISTFILE= PS1='shell$ ' bash --norc -i")
	x.until("shell$")
	x.do("send-keys", os.Args[0]+" attach", "Enter")
	x.until("─ Results")
	x.do("send-keys", "C-z")
	x.until("Stopped")
	x.do("send-keys", "stty -a | head -1; echo the $((1+1))nd line", "Enter")
	x.until("the 2nd line")
	x.do("resize-window", "-x", "70", "-y", "24")
	x.do("send-keys", "fg", "Enter")
	x.until("─ Results ─")
	if shown := x.do("display-message", "-p", "#{alternate_on}"); strings.TrimSpace(shown) != "1" {
		t.Errorf("it is not on the alternate screen: %q", shown)
	}
	x.do("send-keys", "d")
	x.until("shell$")
	x.do("send-keys", "echo and the $((1+2))rd line", "Enter")
	x.until("the 3rd line")
	if out := w.must("history"); !strings.Contains(out, "measuring") {
		t.Errorf("the benchmark did not go on:\n%s", out)
	}
	w.must("control", "stop")
}

func TestCopyingGoesThroughMultiplexers(t *testing.T) {
	for env, want := range map[string]string{"": "\x1b]52;c;", "TMUX": "\x1bPtmux;", "STY": "\x1bP\x1b]52"} {
		got := clipboardSequence(func(name string) string {
			if name == env && env != "" {
				return "set"
			}
			return ""
		}, "dragstrip run model.gguf")
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q lacks %q", env, got, want)
		}
	}
}
