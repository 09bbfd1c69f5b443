package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkSwitches prints how often dragstrip's processes take a processor
// from the engine. It prints the context switches a second of all their
// threads, voluntary and not, their CPU time as a percentage of a core, and
// what is sent over the link. It does so while a model generates, with and
// without signs of life for each token, and while nothing is measured and a
// screen is open. Budgets while measuring: bench process 30 switches a second,
// viewer 25, together 0.3 % of a core and 400 bytes a second. Budgets at rest:
// 5 switches, 0.05 % and no byte. On a busy machine the load in the first line
// changes, and threads that must wait for a processor count twice.
//
//	DRAGSTRIP_TEST_LLAMA_BENCH="$(dragstrip engines --prefix)" go test ./cli -run '^$' -bench Switches -benchtime 1x
//
// DRAGSTRIP_OVERHEAD_MODEL names another model than the 1B stand-in,
// DRAGSTRIP_SWITCHES_SECONDS another time than 15 s each. -bench Switches/idle
// leaves out the measurements, and -bench Switches/idle/plan looks at one screen.
func BenchmarkSwitches(b *testing.B) {
	b.Run("idle", switchesAtRest)
	for _, flags := range [][]string{{"ticks"}, {"no-ticks", "--no-ticks"}} {
		b.Run("live/"+flags[0], func(b *testing.B) { switchesWhileMeasuring(b, flags[1:]) })
	}
}

// switchesAtRest walks with one viewer through all screens.
func switchesAtRest(b *testing.B) {
	w := newWorld(b).withEngine()
	model := w.tiny()
	w.env = append(w.env, "DRAGSTRIP_MODEL_FOLDERS="+filepath.Dir(model))
	w.must("run", model, "-p", "16", "-n", "8", "-r", "2")
	d := w.onScreen(100, 30, true)
	d.until("1 Machine")
	time.Sleep(5 * time.Second) // until the search for builds and models is over
	for _, screen := range []struct{ name, keys, shows string }{
		{"machine", "1", "1 Machine"},
		{"models", "2", "Q4_0"},
		{"plan", "3", "preset"},
		{"live", "4", "4 Live"},
		{"history", "7", "1 session"},
		{"results", "6\r", "add column"},
	} {
		b.Run(screen.name, func(b *testing.B) {
			for _, key := range screen.keys {
				d.press(string(key))
				time.Sleep(time.Second) // two keys that come together may be read as another key
			}
			d.until(screen.shows)
			for b.Loop() {
				tellSpent(b, d, map[string]int{"viewer": d.pid})
			}
		})
	}
	d.press("\x03")
	d.wait()
}

func switchesWhileMeasuring(b *testing.B, flags []string) {
	w := newWorld(b).withEngine()
	w.env = append(w.env, "DRAGSTRIP_NO_PROBE=0", "DRAGSTRIP_NO_HASH=1")
	model := os.Getenv("DRAGSTRIP_OVERHEAD_MODEL")
	if model == "" {
		model = w.standIn("llama-3.2-1b")
	}
	f := w.folder(w.must(append([]string{"run", "--detach", model, "-p", "0", "-n", "512", "-r", "1000"}, flags...)...))
	d := w.onScreen(100, 30, true, "attach")
	d.until("tg512")
	bench := benchPID(nil, w.events(f))
	eventually(b, "an engine", 30*time.Second, func() bool { return len(children(bench)) > 0 })
	time.Sleep(8 * time.Second) // until the model is loaded and warmed up
	for b.Loop() {
		tellSpent(b, d, map[string]int{"bench": bench, "guard": children(bench)[0], "viewer": d.pid})
	}
	d.press("\x03")
	d.wait()
	w.must("control", "stop")
}

// tellSpent watches processes for a while and prints what they used.
func tellSpent(b *testing.B, d *display, processes map[string]int) {
	b.Helper()
	long := 15 * time.Second // three idle looks
	if n, err := strconv.Atoi(os.Getenv("DRAGSTRIP_SWITCHES_SECONDS")); err == nil && n > 0 {
		long = time.Duration(n) * time.Second
	}
	type counts struct{ switches, seconds float64 }
	before := map[string]counts{}
	for name, pid := range processes {
		switches, seconds := switchesOf(pid)
		before[name] = counts{switches, seconds}
	}
	sent, start := d.bytes.Load(), time.Now()
	time.Sleep(long)
	took := time.Since(start).Seconds()
	b.ReportMetric(float64(d.bytes.Load()-sent)/took, "link-bytes/s")
	for name, pid := range processes {
		switches, seconds := switchesOf(pid)
		b.ReportMetric((switches-before[name].switches)/took, name+"-switches/s")
		b.ReportMetric(100*(seconds-before[name].seconds)/took, name+"-%core")
	}
}

// switchesOf counts the context switches of all threads of a process, and the
// seconds in which they had a processor. The counts of threads that have ended
// are lost.
func switchesOf(pid int) (switches, seconds float64) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	for _, thread := range threads {
		status, _ := os.ReadFile(thread + "/status")
		for line := range strings.Lines(string(status)) {
			if _, count, found := strings.Cut(line, "voluntary_ctxt_switches:"); found {
				n, _ := strconv.ParseFloat(strings.TrimSpace(count), 64)
				switches += n
			}
		}
		stat, _ := os.ReadFile(thread + "/schedstat")
		if fields := strings.Fields(string(stat)); len(fields) > 0 {
			ns, _ := strconv.ParseFloat(fields[0], 64)
			seconds += ns / 1e9
		}
	}
	return switches, seconds
}
