package cli

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dragstrip/bench"
)

// engines lists processes of this machine whose command line names the model.
func engines(model string) []int {
	var pids []int
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		line, err := os.ReadFile(dir + "/cmdline")
		if err != nil || !bytes.Contains(line, []byte(model)) || bytes.Contains(line, []byte("\x00run\x00")) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(dir)); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

func TestViewerKilledBenchmarkGoesOnAndAnotherViewerSeesTheEnd(t *testing.T) {
	w := newWorld(t).withEngine()
	first := w.command("run", w.tiny(), "-p", "128", "-n", "32", "-r", "30")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a live session", 60*time.Second, func() bool {
		all, _ := w.store().List()
		return len(all) == 1 && all[0].Live()
	})
	f := w.folder("last")
	eventually(t, "a first repetition", 60*time.Second, func() bool {
		return len(w.session(f).Jobs) == 1 && len(w.session(f).Jobs[0].Tests[0].Live) > 0 || w.session(f).State == bench.StateFinished
	})
	first.Process.Signal(syscall.SIGKILL)
	first.Wait()
	code, out, errs := w.dragstrip("attach", f.Name())
	if code != 0 || !strings.Contains(out, "tg32") || !strings.Contains(out, "pp128") {
		t.Errorf("attach: exit code %d\n%s\n%s", code, out, errs)
	}
	checkSequence(t, w.events(f))
	checkComplete(t, w.session(f))
}

func TestHangupOfTheTerminalLeavesTheBenchmarkAlone(t *testing.T) {
	w := newWorld(t).withEngine()
	viewer := w.command("run", w.tiny(), "-p", "64", "-n", "16", "-r", "20")
	viewer.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := viewer.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a live session", 60*time.Second, func() bool { _, err := w.store().Find("last"); return err == nil && w.folder("last").Live() })
	// When a pty closes, the kernel sends HUP to the foreground group of its
	// session.
	syscall.Kill(-viewer.Process.Pid, syscall.SIGHUP)
	viewer.Wait()
	f := w.folder("last")
	eventually(t, "the end of the session", 60*time.Second, func() bool { return w.session(f).State == bench.StateFinished })
	checkComplete(t, w.session(f))
}

// TestBenchProcessKilledAtRandomMoments kills the bench process with -9 again
// and again. Finished results stay, no engine is left, and the plan is
// completed with every test once.
func TestBenchProcessKilledAtRandomMoments(t *testing.T) {
	w := newWorld(t).withEngine()
	kills := 50
	if testing.Short() {
		kills = 5
	}
	model := w.tiny()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	begin := func() string {
		return strings.TrimSpace(w.must("run", model, "-p", "32,64,96,128,160,192,224,256", "-n", "8,16,24,32,40,48", "-r", "3", "--no-hash", "--detach"))
	}
	f := w.folder(begin())
	for kill := 1; kill <= kills; kill++ {
		time.Sleep(time.Duration(random.IntN(1200)) * time.Millisecond) // until a random moment
		pid := benchPID(nil, w.events(f))
		before := resultsIn(w.session(f))
		syscall.Kill(pid, syscall.SIGKILL)
		eventually(t, "engines gone after kill -9 of the bench process", 5*time.Second, func() bool {
			return len(engines(model)) == 0 && !f.Live()
		})
		s := w.session(f)
		for name, n := range before {
			if resultsIn(s)[name] < n {
				t.Fatalf("kill %d: %s was finished and is lost", kill, name)
			}
		}
		if s.State == bench.StateFinished {
			checkComplete(t, s)
			f = w.folder(begin())
			continue
		}
		w.must("run", "--resume", f.Name(), "--detach")
	}
	code, out, errs := w.dragstrip("attach", f.Name())
	if code != 0 {
		t.Fatalf("last attach: exit code %d\n%s\n%s", code, out, errs)
	}
	checkSequence(t, w.events(f))
	checkComplete(t, w.session(f))
	table := w.must("report", f.Name(), "--format", "llama-bench")
	for _, j := range w.session(f).Jobs {
		for _, test := range j.Tests {
			if err := counted(table, " "+test.Test.String()+" |", 1); err != nil {
				t.Errorf("report: %v\n%s", err, table)
			}
		}
	}
}

func resultsIn(s *bench.Session) map[string]int {
	out := map[string]int{}
	for _, j := range s.Jobs {
		for _, test := range j.Tests {
			out[j.ID+" "+test.Test.String()] = len(test.Results)
		}
	}
	return out
}

func TestStopEndsTheEngineWithinFiveSeconds(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	f := w.folder(w.must("run", model, "-p", "512", "-n", "512", "-r", "500", "--detach"))
	eventually(t, "an engine", 60*time.Second, func() bool { return len(engines(model)) > 0 })
	w.must("control", "stop")
	eventually(t, "no engine and no bench process", 5*time.Second, func() bool { return len(engines(model)) == 0 && !f.Live() })
	if s := w.session(f); s.Outcome != bench.OutcomeStopped {
		t.Errorf("outcome %s", s.Outcome)
	}
}
