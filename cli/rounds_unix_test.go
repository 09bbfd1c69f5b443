//go:build unix

package cli

import (
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"dragstrip/bench"
)

// busyProcess keeps a core busy from another session of processes. Linux
// divides the cores between such sessions. So a benchmark in one session keeps
// its share, however many threads work in another one.
func busyProcess(t *testing.T) (stop func()) {
	t.Helper()
	c := exec.Command("sh", "-c", "while :; do :; done")
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return func() { c.Process.Kill(); c.Wait() }
}

func TestDriftThatABusyMachineMakesIsDoubted(t *testing.T) {
	w := newWorld(t).withEngine()
	// This uses one thread. Several threads wait for each other at every layer,
	// and almost stop when others take their cores.
	f := w.folder(w.must("run", w.tiny(), "-p", "0", "-n", "256", "-t", "1", "-lm", "mmap,none", "--rounds", "3", "--no-hash", "--detach"))
	eventually(t, "the last job", 120*time.Second, func() bool {
		s := w.session(f)
		return s.Now.Job == "j2" && s.Now.Round == 2 && s.Now.Phase == bench.PhaseMeasuring || s.State == bench.StateFinished
	})
	for range 2 * runtime.NumCPU() {
		defer busyProcess(t)()
	}
	eventually(t, "the end", 120*time.Second, func() bool { return w.session(f).State == bench.StateFinished })
	s := w.session(f)
	if s.Outcome != bench.OutcomeDone {
		t.Fatalf("outcome %s", s.Outcome)
	}
	d, ok := s.Drift()
	if !ok {
		t.Fatalf("no sentinel: %+v", s.Sentinel)
	}
	t.Log(d, d.Comparison)
	if !d.Doubtful || d.Change > -bench.DriftLimit {
		t.Errorf("%+v", d)
	}
	for format, want := range map[string]string{"md": "repeated at the end", "json": "sentinel_drift"} {
		if out := w.must("report", f.Name(), "--format", format); !strings.Contains(out, want) {
			t.Errorf("%s says nothing of it:\n%s", format, out)
		}
	}
	if out := w.must("attach", f.Name()); !strings.Contains(out, "slower. The machine changed") {
		t.Errorf("attach says nothing of it:\n%s", out)
	}
}
