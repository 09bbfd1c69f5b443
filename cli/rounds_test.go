package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// checkJudged checks that the verdict on a test's precision follows from its
// samples.
func checkJudged(t *testing.T, test *bench.TestState) bench.PrecisionJudged {
	t.Helper()
	if test.Precision == nil {
		t.Fatalf("%s is not judged", test.Test)
	}
	p := *test.Precision
	sum := test.Summary()
	half, _ := sum.HalfWidth()
	if p.Repetitions != sum.N || p.HalfWidth != half {
		t.Errorf("%s: %+v, but %d samples with a half-width of %g", test.Test, p, sum.N, half)
	}
	narrow := half <= p.Wanted+1e-6
	if narrow != (p.End == bench.PrecisionReached) || sum.N < bench.DefaultRepetitions || sum.N > bench.MaxPrecisionRepetitions {
		t.Errorf("%s: %s", test.Test, p)
	}
	t.Logf("%s: %s", test.Test, p)
	return p
}

func (w *world) newest() *bench.Session {
	w.t.Helper()
	all, err := w.store().List()
	if err != nil || len(all) == 0 {
		w.t.Fatal("no session", err)
	}
	return w.session(all[0])
}

func TestPrecisionEndsByEachOfItsReasons(t *testing.T) {
	for _, c := range []struct {
		name  string
		flags []string
		ends  []bench.PrecisionEnd
		more  bool // more than six repetitions
	}{
		// Noise decides whether a hundred repetitions are enough.
		{"all there are", []string{"-n", "8", "--precision", "0.1%", "--max-time", "0"}, []bench.PrecisionEnd{bench.PrecisionMaxRepetitions, bench.PrecisionReached}, true},
		{"time", []string{"-n", "512", "--precision", "0.1%", "--max-time", "5s"}, []bench.PrecisionEnd{bench.PrecisionMaxTime, bench.PrecisionReached}, false},
		{"narrow", []string{"-n", "16", "--precision", "50%"}, []bench.PrecisionEnd{bench.PrecisionReached}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t).withEngine()
			out := w.must(append([]string{"run", w.tiny(), "-p", "0", "-t", "1", "--no-hash"}, c.flags...)...)
			s := w.newest()
			p := checkJudged(t, s.Jobs[0].Tests[0])
			if !strings.Contains(fmt.Sprint(c.ends), string(p.End)) || c.more && p.Repetitions <= 6 {
				t.Errorf("ended by %s after %d", p.End, p.Repetitions)
			}
			if !strings.Contains(out, p.String()) {
				t.Errorf("it is not told:\n%s", out)
			}
			t.Logf("active for %v over %d rounds", s.Active.Round(100*time.Millisecond), s.Rounds())
			var d report.Document
			if err := json.Unmarshal([]byte(w.must("report", s.ID, "--format", "json")), &d); err != nil || d.Jobs[0].Tests[0].Precision == nil || d.Jobs[0].Tests[0].Precision.End != p.End {
				t.Errorf("the document does not say so (%v)", err)
			}
		})
	}
}

func TestPrecisionGoesOnAfterADeath(t *testing.T) {
	w := newWorld(t).withEngine()
	f := w.folder(w.must("run", w.tiny(), "-p", "0", "-n", "256", "-t", "1", "-lm", "mmap,none", "--no-hash", "--no-sentinel", "--precision", "0.1%", "--max-time", "12s", "--detach"))
	eventually(t, "an added round", 60*time.Second, func() bool {
		s := w.session(f)
		return len(s.Added) > 0 || s.State == bench.StateFinished
	})
	if process, err := os.FindProcess(benchPID(w.session(f), w.events(f))); err == nil {
		process.Kill()
	}
	eventually(t, "death", time.Minute, func() bool { return !f.Live() })
	w.dragstrip("run", "--resume", f.Name())
	s := w.session(f)
	checkSequence(t, w.events(f))
	if s.Outcome != bench.OutcomeDone {
		t.Fatalf("outcome %s", s.Outcome)
	}
	a, b := checkJudged(t, s.Jobs[0].Tests[0]), checkJudged(t, s.Jobs[1].Tests[0])
	t.Logf("%d and %d repetitions, %v", a.Repetitions, b.Repetitions, s.Active)
}

// TestCoolDownWaitsForTheSensor makes a pretended sensor hot when the first job
// was measured, and cool when the wait has begun.
func TestCoolDownWaitsForTheSensor(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("skipped: the pretended sensor is one of Linux")
	}
	w := newWorld(t).withEngine()
	sensor := filepath.Join(w.home, "sensors", "sys", "class", "hwmon", "hwmon0")
	if err := os.MkdirAll(sensor, 0o700); err != nil {
		t.Fatal(err)
	}
	degrees := func(n int) {
		if err := os.WriteFile(filepath.Join(sensor, "new"), []byte(fmt.Sprintln(n*1000)), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(sensor, "new"), filepath.Join(sensor, "temp1_input")); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(sensor, "name"), []byte("k10temp\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	degrees(45)
	w.env = append(w.env, "DRAGSTRIP_NO_PROBE=0", fakeSensors+"="+filepath.Join(w.home, "sensors"))
	f := w.folder(w.must("run", w.tiny(), "-p", "0", "-n", "256", "-t", "1", "-lm", "mmap,none", "--rounds", "1", "--no-hash", "--no-sentinel", "--cool-down", "10m", "--detach"))
	eventually(t, "the first job", 60*time.Second, func() bool { return w.session(f).Now.Phase == bench.PhaseMeasuring })
	degrees(80)
	waits := func() bool {
		now := w.session(f).Now
		return now.Job == "j2" && now.Phase == bench.PhaseCooling && strings.Contains(now.Detail, "80 °C, at the start 45 °C")
	}
	eventually(t, "the wait before the second job", 60*time.Second, waits)
	degrees(47)
	eventually(t, "the end", 60*time.Second, func() bool { return w.session(f).State == bench.StateFinished })
	s := w.session(f)
	checkComplete(t, s)
	if len(s.CoolDowns) != 2 || s.CoolDowns[1].End != bench.CoolReached || s.CoolDowns[1].Text != "47 °C, at the start 45 °C" {
		t.Errorf("%+v", s.CoolDowns)
	}
	for _, line := range []string{"cooling down: ", "cooled down after ", "2 waits to cool down"} {
		if out := w.must("attach", f.Name()); !strings.Contains(out, line) {
			t.Errorf("%q is not told:\n%s", line, out)
		}
	}
	t.Logf("%+v", s.CoolDowns)
}

func TestDryRunShowsThePlanAndMeasuresNothing(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	args := []string{"run", model, "-lm", "mmap,none", "-t", "1", "--order", "shuffle", "--seed", "7", "--rounds", "4", "--precision", "1%", "--dry-run"}
	out := w.must(args...)
	for _, part := range []string{"4 rounds, shuffled by seed 7", "drift check repeats j1 pp512 at the end", "certain to ±1.0 %, or until the session has taken 10:00", "1 round takes "} {
		if !strings.Contains(out, part) {
			t.Errorf("without %q:\n%s", part, out)
		}
	}
	var d plannedDocument
	if err := json.Unmarshal([]byte(w.must(append(args, "--json")...)), &d); err != nil {
		t.Fatal(err)
	}
	if d.Plan.Seed != 7 || d.Plan.Order != bench.OrderShuffle || d.Plan.Precision != 0.01 || len(d.Sequence) != 4 || len(d.Cost.Jobs) != 2 || d.Cost.Total <= 0 {
		t.Errorf("%+v", d)
	}
	if all, _ := w.store().List(); len(all) > 0 {
		t.Errorf("%d sessions were made", len(all))
	}
	// dragstrip chooses the rounds: two jobs take turns, a single one does not.
	for flags, rounds := range map[string]bool{"-lm mmap,none": true, "-lm mmap": false} {
		var d plannedDocument
		if err := json.Unmarshal([]byte(w.must(append([]string{"run", model, "--dry-run", "--json"}, strings.Fields(flags)...)...)), &d); err != nil {
			t.Fatal(err)
		}
		if (d.Plan.Rounds > 1) != rounds || d.Plan.Order != bench.OrderAlternate || !d.Plan.Sentinel {
			t.Errorf("%s: %+v", flags, d.Plan)
		}
	}
}

func TestRoundFlagsThatCannotBeMeant(t *testing.T) {
	w := newWorld(t)
	for args, want := range map[string]string{
		"--order zigzag":       "alternate, shuffle or fixed",
		"--rounds 9 -r 6":      "number of repetitions (6)",
		"--precision 0.01%":    "between 0.1% and 50%",
		"--precision wide":     "a percentage",
		"--precision 1% -r 3":  "at least 6 repetitions",
		"--cool-down 1ms":      "too short",
		"--cool-down 3s":       "at least 5s",
		"--cool-down 3h":       "0 to 1h",
		"--seed -1":            "a number from 0",
		"--max-time -1s":       "negative",
		"--dry-run --setup":    "give one of them",
		"--dry-run --resume x": "new plans",
	} {
		code, _, errs := w.dragstrip(append([]string{"run", "m.gguf"}, strings.Fields(args)...)...)
		if strings.Contains(args, "--resume") {
			code, _, errs = w.dragstrip(append([]string{"run"}, strings.Fields(args)...)...)
		}
		if code != exitUsage || !strings.Contains(errs, want) {
			t.Errorf("%s: exit code %d, %s", args, code, errs)
		}
	}
}
