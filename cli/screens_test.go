//go:build unix

package cli

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"github.com/shirou/gopsutil/v3/process"

	"dragstrip/bench"
)

// display is dragstrip on an emulated terminal. It holds what a person would
// see.
type display struct {
	*vt.SafeEmulator
	t     testing.TB
	keys  *os.File
	bytes atomic.Int64 // how many bytes came over the link
	wait  func() int
	kill  func(os.Signal)
	pid   int
	lag   time.Duration // the delay of the link, each way
	turn  sync.Mutex    // SafeEmulator leaves String unguarded
	raw   bytes.Buffer  // all that was shown; turn guards it
}

// sent gives every byte that was shown.
func (d *display) sent() string {
	d.turn.Lock()
	defer d.turn.Unlock()
	return d.raw.String()
}

// String gives the text on the screen.
func (d *display) String() string {
	d.turn.Lock()
	defer d.turn.Unlock()
	return d.SafeEmulator.String()
}

// show gives the emulator what came over the link.
func (d *display) show(came []byte) {
	d.turn.Lock()
	defer d.turn.Unlock()
	d.SafeEmulator.Write(came)
	d.raw.Write(came)
}

// onScreen starts dragstrip on a terminal of this size. A silent terminal does
// not answer when programs ask it something.
func (w *world) onScreen(width, height int, silent bool, args ...string) *display {
	w.t.Helper()
	c := w.command(args...)
	c.Env = append(c.Env, "TERM=xterm-256color", "LC_ALL=C.UTF-8")
	return w.showing(c, width, height, silent)
}

// showing runs a command on an emulated terminal.
func (w *world) showing(c *exec.Cmd, width, height int, silent bool) *display {
	w.t.Helper()
	file, err := pty.StartWithSize(c, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)})
	if err != nil {
		w.t.Fatal(err)
	}
	d := &display{SafeEmulator: vt.NewSafeEmulator(width, height), t: w.t, keys: file}
	d.wait = func() int {
		w.t.Helper()
		end := make(chan struct{})
		go func() { c.Wait(); close(end) }()
		select {
		case <-end:
		case <-time.After(time.Minute):
			w.t.Fatalf("dragstrip did not end:\n%s", d.String())
		}
		return c.ProcessState.ExitCode()
	}
	d.pid = c.Process.Pid
	d.kill = func(s os.Signal) { c.Process.Signal(s) }
	w.t.Cleanup(func() { c.Process.Kill(); file.Close(); d.InputPipe().(io.Closer).Close() }) // Emulator.Close races with its Read
	answers := io.Writer(file)
	if silent {
		answers = io.Discard
	}
	go io.Copy(answers, d.SafeEmulator)
	size, pace, lag := 32<<10, time.Duration(0), time.Duration(0)
	if w.slow {
		size, pace, lag = 700, 100*time.Millisecond, 150*time.Millisecond
	}
	d.lag = lag
	go func() {
		chunk := make([]byte, size)
		for {
			n, err := file.Read(chunk)
			d.bytes.Add(int64(n))
			time.Sleep(pace)
			came := bytes.Clone(chunk[:n])
			if lag > 0 {
				time.AfterFunc(lag, func() { d.show(came) })
				continue
			}
			d.show(came)
			if err != nil {
				return
			}
		}
	}()
	return d
}

func (d *display) press(keys string) {
	time.Sleep(d.lag)
	d.keys.WriteString(keys)
}

// cpuTime gives the CPU time that the program has used since its start.
func (d *display) cpuTime() time.Duration {
	p, err := process.NewProcess(int32(d.pid))
	if err != nil {
		d.t.Fatal(err)
	}
	times, err := p.Times()
	if err != nil {
		d.t.Fatal(err)
	}
	return time.Duration((times.User + times.System) * float64(time.Second))
}

// residentMiB gives the memory that the program holds.
func (d *display) residentMiB() float64 {
	p, err := process.NewProcess(int32(d.pid))
	if err != nil {
		d.t.Fatal(err)
	}
	memory, err := p.MemoryInfo()
	if err != nil {
		d.t.Fatal(err)
	}
	return float64(memory.RSS) / (1 << 20)
}

// until waits until a text is on the screen.
func (d *display) until(what string) {
	d.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		text := d.String()
		if strings.Contains(text, what) {
			return
		}
		if time.Now().After(deadline) {
			d.t.Fatalf("%q never came up:\n%s", what, text)
		}
	}
}

// gone waits until a text is no longer on the screen.
func (d *display) gone(what string) {
	d.t.Helper()
	eventually(d.t, "the end of "+what, 60*time.Second, func() bool { return !strings.Contains(d.String(), what) })
}

func TestScreensChooseRunReadExportQuit(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	w.env = append(w.env, "DRAGSTRIP_MODEL_FOLDERS="+filepath.Dir(model))
	d := w.onScreen(100, 30, true)
	d.until("1 Machine")
	d.press("2")
	d.until("Q4_0") // found
	d.press("\r")
	d.until("enter start") // engines are found
	d.press("\r")
	d.until("95 % interval") // the results follow the live screen by themselves
	d.until("tg128")
	d.press("e")
	d.until("copy the table")
	d.press("j\r")
	d.until("The files are written")
	d.press("\x1b")
	d.gone("The files are written")
	d.press("q")
	if code := d.wait(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	s := w.session(w.folder("last"))
	if s.Outcome != bench.OutcomeDone {
		t.Errorf("outcome %q", s.Outcome)
	}
}

// TestHangUpLeavesTheBenchmarkRunning: a dropped link ends only the viewer.
func TestHangUpLeavesTheBenchmarkRunning(t *testing.T) {
	w := newWorld(t).withEngine()
	name := strings.TrimSpace(w.must("run", "--detach", w.tiny(), "-p", "64", "-n", "512", "-r", "1000"))
	d := w.onScreen(60, 20, true, "attach")
	d.until("pp64")
	d.kill(syscall.SIGHUP)
	if code := d.wait(); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	if !w.folder(name).Live() && w.session(w.folder(name)).State != bench.StateFinished {
		t.Error("the benchmark went with its viewer")
	}
	again := w.onScreen(40, 12, true)
	again.until("A benchmark is running")
	again.press("\r")
	again.until("pp64")
	again.press("\x03")
	again.wait()
	w.must("control", "stop")
}

func TestDemoSaysThatItIsARecording(t *testing.T) {
	d := newWorld(t).onScreen(100, 30, true, "--demo")
	d.until("DEMO, a recording")
	d.press("7")
	d.until("1 session")
	d.press("\x1b[200~a table\x1b[201~")
	d.until("so nothing is measured") // a paste used to do nothing at all
	d.press("\x03")
	d.wait()
}

func TestScreensWithoutATerminalSaySo(t *testing.T) {
	code, _, errs := newWorld(t).dragstrip("--demo")
	if code != exitFailed || !strings.Contains(errs, "need a terminal") {
		t.Errorf("exit code %d, %q", code, errs)
	}
}

// BenchmarkFirstPaint prints how long it takes from the start of the program to
// the first line, on a terminal that does not answer. Budget: 50 ms.
func BenchmarkFirstPaint(b *testing.B) {
	w := newWorld(b)
	for range b.N {
		start := time.Now()
		d := w.onScreen(100, 30, true)
		d.until("dragstrip")
		b.ReportMetric(float64(time.Since(start).Milliseconds()), "ms/first-paint")
		d.press("\x03")
		d.wait()
	}
}

// BenchmarkLink prints what is sent over the link while a test is measured, and
// how much CPU time and memory the viewer uses. Budgets at 100×30: 400 bytes a
// second, 0.3 % of a core, 40 MiB. The tiny model finishes three repetitions a
// second and is the worst case. The other model is one that people measure.
func BenchmarkLink(b *testing.B) {
	for _, shape := range []string{"llama-3.2-1b", "tiny"} {
		b.Run(shape, func(b *testing.B) {
			w := newWorld(b).withEngine()
			w.must("run", "--detach", w.standIn(shape), "-p", "0", "-n", "512", "-r", "1000")
			d := w.onScreen(100, 30, true, "attach")
			d.until("t/s")
			b.ResetTimer()
			for range b.N {
				before, start, busy := d.bytes.Load(), time.Now(), d.cpuTime()
				time.Sleep(20 * time.Second) // a mean needs some time
				seconds := time.Since(start).Seconds()
				b.ReportMetric(float64(d.bytes.Load()-before)/seconds, "bytes/s")
				b.ReportMetric(100*(d.cpuTime()-busy).Seconds()/seconds, "%core")
				b.ReportMetric(d.residentMiB(), "MiB")
			}
			d.press("\x03")
			d.wait()
			w.must("control", "stop")
		})
	}
}

// TestABadLinkStaysUsable uses a link of 56 kbit/s with a delay of 300 ms there
// and back, while the test that sends the most is measured. Keys take effect
// within moments, and no output waits for the link.
func TestABadLinkStaysUsable(t *testing.T) {
	w := newWorld(t).withEngine()
	w.must("run", "--detach", w.tiny(), "-p", "0", "-n", "512", "-r", "1000")
	w.slow = true
	d := w.onScreen(100, 30, true, "attach")
	d.until("t/s")
	for i, step := range []struct{ key, want string }{{"v", "Engine log"}, {"v", "─ Session"}, {"?", "Keys of Live"}, {"q", "x stop"}, {"7", "1 session"}, {"4", "─ Session"}, {"x", "Stop the benchmark?"}} {
		start := time.Now()
		d.press(step.key)
		d.until(step.want)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("step %d: %q was seen after %v", i, step.want, took)
		}
	}
	d.press("y")
	d.until("stopped")
	d.press("\x03")
	d.wait()
}

// TestAHostileModelIsMeasured: the characters in the file's name reach the
// terminal only after they were cleaned, from the list to the report.
func TestAHostileModelIsMeasured(t *testing.T) {
	w := newWorld(t).withEngine()
	dir := filepath.Join(w.home, "models")
	name := "evil\x1b]0;owned\a\x1b[2J\u202e-模型 $(touch pwned) -Q4_0.gguf"
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(w.tiny(), filepath.Join(dir, name)); err != nil {
		t.Skip("this file system takes no such name")
	}
	w.env = append(w.env, "DRAGSTRIP_MODEL_FOLDERS="+dir)
	d := w.onScreen(100, 30, true)
	d.until("1 Machine")
	d.press("2")
	d.until("Q4_0")
	d.press("i")
	d.until("esc back")
	d.press("\x1b")
	d.gone("esc back") // esc together with the next byte would be another key
	d.press("\r")
	d.until("enter start") // engines are found
	d.press("\r")
	d.until("95 % interval")
	d.press("e")
	d.until("copy the table")
	d.press("j\r")
	d.until("The files are written")
	d.press("\x03")
	d.wait()
	if s := w.newest(); s.Outcome != bench.OutcomeDone {
		t.Errorf("outcome %q", s.Outcome)
	}
	for _, bad := range []string{"owned\a", "\x1b[2J\u202e", "\u202e"} {
		if strings.Contains(d.sent(), bad) {
			t.Errorf("%q was sent to the terminal", bad)
		}
	}
}

// TestPlainQuestionsMeasureToo tests what people with screen readers use.
func TestPlainQuestionsMeasureToo(t *testing.T) {
	w := newWorld(t).withEngine()
	// On a busy machine the precision may never be reached.
	w.env = append(w.env, "DRAGSTRIP_MODEL_FOLDERS="+filepath.Dir(w.tiny()), "DRAGSTRIP_MAX_TIME=20s")
	d := w.onScreen(100, 30, true, "--plain")
	d.until("Which models? Numbers")
	d.press("7\r")
	d.until("is not a number from 1 to 1")
	d.press("\r")
	d.until("Tests:")
	d.press("64 16\r")
	d.until("Repetitions:")
	d.press("very\r")
	d.until("is neither a number of repetitions")
	d.press("50%\r")
	d.until("report:")
	if p := w.newest().Plan.Precision; p != 0.5 {
		t.Errorf("precision %g", p)
	}
	if code := d.wait(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}

// BenchmarkSlowLink prints how long it takes until a key takes effect, over a
// link of 56 kbit/s and 150 ms each way, while a test is measured.
func BenchmarkSlowLink(b *testing.B) {
	w := newWorld(b).withEngine()
	w.must("run", "--detach", w.tiny(), "-p", "0", "-n", "512", "-r", "1000")
	w.slow = true
	d := w.onScreen(100, 30, true, "attach")
	d.until("t/s")
	b.ResetTimer()
	for range b.N {
		start := time.Now()
		d.press("v")
		d.until("Engine log")
		b.ReportMetric(float64(time.Since(start).Milliseconds()), "ms/key")
		d.press("v")
		d.until("Queue")
	}
	d.press("\x03")
	d.wait()
	w.must("control", "stop")
}
