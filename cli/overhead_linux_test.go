package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// overhead measures in two ways: with the bare engine, and with dragstrip
// around it.
type overhead struct {
	*world
	b     *testing.B
	model string
	tests []bench.Test
	flags []string
	cost  []cost // of dragstrip's processes, one for each session
}

// cost is what dragstrip's own processes used while the engine worked.
type cost struct {
	seconds                       float64
	bench, viewer, guard          float64 // seconds of a core
	benchMiB, viewerMiB, guardMiB float64 // at most, while the engine worked
}

// BenchmarkOverhead prints how much dragstrip slows down what it measures. It
// measures pairs, A B B A: llama-bench under dragstrip, with the screens on a
// terminal of 100×30, and llama-bench alone. It prints the median of the pairs'
// ratios in t/s with its 95 % interval, and the CPU time and memory of
// dragstrip's processes while the engine worked. -benchtime 20x takes 20 pairs;
// an interval needs at least six. "alone" compares llama-bench with itself and
// shows the noise of the machine. "naive" adds a screen that is redrawn sixty
// times a second. Budgets: 1.000 ± 0.005, 1 % of a core, 40 MiB for each
// process.
//
//	DRAGSTRIP_TEST_LLAMA_BENCH="$(dragstrip engines --prefix)" go test ./cli -run '^$' -bench Overhead -benchtime 20x -timeout 2h
//
// DRAGSTRIP_OVERHEAD_MODEL names another model than the 1B stand-in,
// DRAGSTRIP_OVERHEAD_FLAGS other tests than "-p 128 -n 32 -r 5".
func BenchmarkOverhead(b *testing.B) {
	for _, kind := range []string{"viewer", "alone", "naive"} {
		b.Run(kind, func(b *testing.B) {
			o := newOverhead(b)
			var bare, under []map[bench.Test]float64
			for b.Loop() {
				// A B, B A, A B …: drift affects both alike.
				order := []bool{len(bare)%2 == 1, len(bare)%2 == 0}
				for _, withDragstrip := range order {
					switch {
					case !withDragstrip:
						bare = append(bare, o.alone())
					case kind == "alone":
						under = append(under, o.alone())
					default:
						under = append(under, o.withDragstrip(kind == "naive"))
					}
				}
				o.say(kind, bare, under)
			}
			o.tell(bare, under)
		})
	}
}

func newOverhead(b *testing.B) *overhead {
	o := &overhead{world: newWorld(b).withEngine(), b: b}
	o.env = append(o.env, "DRAGSTRIP_NO_PROBE=0", "DRAGSTRIP_NO_HASH=1")
	o.flags = strings.Fields("-p 128 -n 32 -r 5")
	if f := os.Getenv("DRAGSTRIP_OVERHEAD_FLAGS"); f != "" {
		o.flags = strings.Fields(f)
	}
	if o.model = os.Getenv("DRAGSTRIP_OVERHEAD_MODEL"); o.model == "" {
		o.model = o.standIn("llama-3.2-1b")
	}
	o.alone() // the page cache is warm from here on
	return o
}

// alone runs llama-bench as people do and reads what it prints.
func (o *overhead) alone() map[bench.Test]float64 {
	o.b.Helper()
	prefix := strings.Fields(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"))
	argv := append(append(prefix[1:], "-m", o.model, "-o", "jsonl"), o.flags...)
	c := exec.Command(prefix[0], argv...)
	var words bytes.Buffer
	c.Stderr = &words
	out, err := c.Output()
	if err != nil {
		o.b.Fatalf("%v: %v\n%s", c.Args, err, words.String())
	}
	got := map[bench.Test]float64{}
	for line := range bytes.SplitSeq(bytes.TrimSpace(out), []byte("\n")) {
		var r struct {
			Prompt     int     `json:"n_prompt"`
			Generation int     `json:"n_gen"`
			Depth      int     `json:"n_depth"`
			Samples    []int64 `json:"samples_ns"`
		}
		if err := json.Unmarshal(line, &r); err != nil {
			o.b.Fatalf("%v: %s", err, line)
		}
		test := bench.Test{Prompt: r.Prompt, Generation: r.Generation, Depth: r.Depth}
		got[test] = bench.Summarize(bench.Result{Test: test, SamplesNS: r.Samples}.SamplesTPS()).Median
		o.remember(test)
	}
	return got
}

func (o *overhead) remember(t bench.Test) {
	for _, have := range o.tests {
		if have == t {
			return
		}
	}
	o.tests = append(o.tests, t)
}

// withDragstrip measures the same in a session, with a viewer on a terminal.
func (o *overhead) withDragstrip(naive bool) map[bench.Test]float64 {
	o.b.Helper()
	f := o.folder(o.must(append([]string{"run", "--detach", o.model}, o.flags...)...))
	c := o.command("attach", "--utf8")
	if naive {
		c = o.command(f.Path)
		c.Env = append(c.Env, asDragstrip+"="+naively)
	}
	c.Env = append(c.Env, "TERM=xterm-256color")
	terminal, err := pty.StartWithSize(c, &pty.Winsize{Rows: 30, Cols: 100})
	if err != nil {
		o.b.Fatal(err)
	}
	go io.Copy(io.Discard, terminal)
	o.watch(f, c)
	if !naive {
		terminal.WriteString("\x03")
	}
	c.Process.Signal(syscall.SIGHUP)
	c.Wait()
	terminal.Close()
	s := o.session(f)
	if s.Outcome != bench.OutcomeDone {
		o.b.Fatalf("the session is %s, %s", s.State, s.Outcome)
	}
	got := map[bench.Test]float64{}
	for _, t := range s.Jobs[0].Tests {
		got[t.Test] = t.Summary().Median
	}
	return got
}

// watch waits for the end of a session. Once a second it notes what dragstrip's
// processes use while the engine works. It reads only what is new in the
// journal.
func (o *overhead) watch(f journal.Folder, viewer *exec.Cmd) {
	o.b.Helper()
	events := o.events(f)
	for deadline := time.Now().Add(10 * time.Second); len(events) == 0 && time.Now().Before(deadline); events = o.events(f) {
		time.Sleep(50 * time.Millisecond)
	}
	pid := benchPID(nil, events)
	if pid == 0 {
		o.b.Fatal("the session tells no process")
	}
	var first, last cost
	var begun time.Time
	guards := map[int]float64{}
	for alive(pid) {
		at := time.Now()
		if kids := children(pid); len(kids) > 0 {
			var now cost
			now.bench, now.benchMiB = used(pid)
			now.viewer, now.viewerMiB = used(viewer.Process.Pid)
			for _, k := range kids {
				var mib float64
				guards[k], mib = used(k)
				last.guardMiB = max(last.guardMiB, mib)
			}
			now.guardMiB = last.guardMiB
			now.benchMiB, now.viewerMiB = max(now.benchMiB, last.benchMiB), max(now.viewerMiB, last.viewerMiB)
			if begun.IsZero() {
				begun, first = at, now
			}
			now.seconds = at.Sub(begun).Seconds()
			last = now
		}
		time.Sleep(time.Second)
	}
	if last.seconds <= 0 {
		return // the session was too short for two looks
	}
	last.bench, last.viewer = last.bench-first.bench, last.viewer-first.viewer
	for _, seconds := range guards {
		last.guard += seconds
	}
	o.cost = append(o.cost, last)
}

// say prints the newest pair at once, because all pairs together take long.
func (o *overhead) say(kind string, bare, under []map[bench.Test]float64) {
	at := len(bare) - 1
	for _, t := range o.tests {
		fmt.Fprintf(os.Stderr, "pair %d, %s, %s: %.2f t/s alone, %.2f beside it, ratio %.4f\n", at+1, kind, t, bare[at][t], under[at][t], under[at][t]/bare[at][t])
	}
}

// tell prints the figures.
func (o *overhead) tell(bare, under []map[bench.Test]float64) {
	for _, t := range o.tests {
		var ratios []float64
		for i := range bare {
			ratios = append(ratios, under[i][t]/bare[i][t])
		}
		s := bench.Summarize(ratios)
		interval := "no interval: fewer than six pairs"
		if s.HasInterval {
			interval = fmt.Sprintf("%.4f to %.4f", s.Low, s.High)
		}
		o.b.Logf("%s: median ratio %.4f (%s), %d pairs, from %.4f to %.4f", t, s.Median, interval, s.N, s.Min, s.Max)
		o.b.ReportMetric(s.Median, t.String()+"-ratio")
	}
	if len(o.cost) == 0 {
		return
	}
	var sum, most cost
	for _, c := range o.cost {
		sum.seconds, sum.bench, sum.viewer, sum.guard = sum.seconds+c.seconds, sum.bench+c.bench, sum.viewer+c.viewer, sum.guard+c.guard
		most.benchMiB, most.viewerMiB, most.guardMiB = max(most.benchMiB, c.benchMiB), max(most.viewerMiB, c.viewerMiB), max(most.guardMiB, c.guardMiB)
	}
	for _, p := range []struct {
		name     string
		cpu, mib float64
	}{{"bench", sum.bench, most.benchMiB}, {"viewer", sum.viewer, most.viewerMiB}, {"guard", sum.guard, most.guardMiB}} {
		o.b.Logf("%s process: %.2f s of CPU in %.0f s, %.2f %% of a core, %.1f MiB at most", p.name, p.cpu, sum.seconds, 100*p.cpu/sum.seconds, p.mib)
		o.b.ReportMetric(100*p.cpu/sum.seconds, p.name+"-%core")
		o.b.ReportMetric(p.mib, p.name+"-MiB")
	}
	o.b.Logf("%d CPUs", runtime.NumCPU())
}

func alive(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !bytes.Contains(text, []byte(") Z "))
}

// children gives the processes that a process has started and that still exist.
func children(pid int) []int {
	var out []int
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, task := range tasks {
		text, _ := os.ReadFile(task)
		for _, word := range strings.Fields(string(text)) {
			if n, err := strconv.Atoi(word); err == nil {
				out = append(out, n)
			}
		}
	}
	return out
}

// used gives the CPU time that a process has used, in seconds, and the memory
// that it holds now, in MiB. It does not give the peak, because that comes from
// the probe before the engine starts.
func used(pid int) (seconds, mib float64) {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	// The name in parentheses may hold any character, so fields are counted
	// after it.
	if at := bytes.LastIndexByte(stat, ')'); at > 0 {
		if words := strings.Fields(string(stat[at+1:])); len(words) > 12 {
			user, _ := strconv.ParseFloat(words[11], 64)
			system, _ := strconv.ParseFloat(words[12], 64)
			seconds = (user + system) / 100 // USER_HZ is 100 on every Linux that Go knows
		}
	}
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if _, rest, ok := strings.Cut(string(status), "VmRSS:"); ok {
		kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
		mib = kib / 1024
	}
	return seconds, mib
}
