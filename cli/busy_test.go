package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// spin keeps one core busy until stop is called. It works in the
// test's own process. The dragstrip that is tested sees another program.
func spin() (stop func()) {
	var over atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		for !over.Load() {
		}
	}()
	return func() { over.Store(true); <-done }
}

// A busy loop starts while a test is measured. The result of that test must
// have a warning, in the session and in the report.
func TestBusyLoopStartedBesideABenchmarkIsToldOnItsResult(t *testing.T) {
	w := newWorld(t).withEngine()
	w.env = append(w.env, "DRAGSTRIP_NO_PROBE=0")
	f := w.folder(w.must("run", w.tiny(), "-p", "0", "-n", "512", "-r", "24", "-t", "1", "--no-hash", "--detach"))
	eventually(t, "the first repetition", 60*time.Second, func() bool {
		s := w.session(f)
		return s.Now.Phase == bench.PhaseMeasuring || s.State == bench.StateFinished
	})
	stop := spin()
	eventually(t, "the end", 120*time.Second, func() bool { return w.session(f).State == bench.StateFinished })
	stop()
	s := w.session(f)
	checkComplete(t, s)
	test := s.Jobs[0].Tests[0]
	readings, most := 0, 0.0
	for _, e := range w.events(f) {
		if r, ok := e.Fact.(bench.ReadingTaken); ok && r.OtherCores != nil {
			readings++
			most = max(most, *r.OtherCores)
		}
	}
	if most < 0.3 {
		t.Errorf("of %d readings none saw another program: at most %.2f cores", readings, most)
	}
	t.Logf("%d readings, others up to %.2f cores, %v", readings, most, test.Warnings)
	caught := false
	for _, warning := range test.Warnings {
		caught = caught || warning.Code == "other_load" && warning.Remedy != ""
	}
	if !caught {
		t.Errorf("nothing on the result (%d readings, others up to %.2f cores): %+v", readings, most, test.Warnings)
	}
	eventually(t, "the report is written", time.Minute, func() bool { return !f.Live() })
	text, err := os.ReadFile(f.File(journal.ReportFile))
	if err != nil || !strings.Contains(string(text), "other programs keep") {
		t.Errorf("the report does not say so (%v):\n%s", err, text)
	}
}

// BenchmarkMachineAnswers prints how long `dragstrip machine` takes from start
// to end. The budgets are 1 s without the probe and 3 s with it.
func BenchmarkMachineAnswers(b *testing.B) {
	home := b.TempDir()
	for name, args := range map[string][]string{"without-probe": {"machine", "--no-probe"}, "with-probe": {"machine", "--fresh"}} {
		b.Run(name, func(b *testing.B) {
			var worst time.Duration
			for b.Loop() {
				c := exec.Command(os.Args[0], args...)
				c.Env = append(os.Environ(), asDragstrip+"=1", "HOME="+home, "DRAGSTRIP_HOME="+filepath.Join(home, "dragstrip"))
				begun := time.Now()
				if out, err := c.CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
				worst = max(worst, time.Since(begun))
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/answer")
			b.ReportMetric(worst.Seconds(), "s-at-worst")
		})
	}
}
