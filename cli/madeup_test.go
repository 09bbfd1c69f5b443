package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/madeup"
)

// withMadeUpEngine installs the made-up engine's script, and adds its kind to
// the table of engines in the programs that the tests start.
func (w *world) withMadeUpEngine() *world {
	w.t.Helper()
	if runtime.GOOS == "windows" {
		w.t.Skip("skipped: the made-up engine is a shell script")
	}
	bin := filepath.Join(w.home, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, madeup.Program), []byte(madeup.Script), 0o755); err != nil {
		w.t.Fatal(err)
	}
	w.env = append(w.env, withMadeUp+"=1", "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	return w
}

// TestAnEngineIsOneFolderAndOneLine: the made-up engine is package
// runner/madeup and one line of the table. Nothing else of the program knows
// it. It is found, planned, measured, reported and compared like any other
// engine. Its models are names that it serves, and have no files.
func TestAnEngineIsOneFolderAndOneLine(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	if code, out, errs := w.dragstrip("engines", madeup.Name); code != 0 || !strings.Contains(out, "madeup-") || !strings.Contains(out, madeup.Program) {
		t.Fatalf("exit code %d\n%s\n%s", code, out, errs)
	}
	for _, engine := range []string{madeup.Name, madeup.DrivenName} {
		t.Run(engine, func(t *testing.T) {
			code, out, errs := w.dragstrip("run", "words:7b", "--engine", engine, "-p", "16", "-n", "4", "-d", "0,8", "-t", "1,2", "-fa", "on", "-r", "3", "--rounds", "1")
			if code != exitDone {
				t.Fatalf("exit code %d\n%s\n%s", code, out, errs)
			}
			s := w.newest()
			if len(s.Jobs) != 2 || s.Outcome != bench.OutcomeDone {
				t.Fatalf("%d jobs, %s: one for each number of threads is wanted\n%s", len(s.Jobs), s.Outcome, out)
			}
			j := s.Jobs[0]
			if len(j.Tests) != 2 || len(j.Tests[0].SamplesTPS()) != 3 || j.Model.Served != "words:7b" || j.Model.Path != "" || len(j.Model.Files) > 0 {
				t.Errorf("job %+v", j.Job)
			}
			left := strings.Join(j.LeftOut, " ")
			if !strings.Contains(left, "-fa on") || !strings.Contains(left, "pp16@d8") || j.Params["n_threads"] != "1" {
				t.Errorf("left out %q, parameters %s", left, j.Params)
			}
			text, err := os.ReadFile(w.folder(s.ID).File("report.md"))
			if err != nil || !strings.Contains(string(text), "served by name") || !strings.Contains(string(text), "words:7b") {
				t.Errorf("report: %v\n%s", err, text)
			}
			if code, out, errs := w.dragstrip("rerun", "last", "--json"); code != exitDone || !json.Valid([]byte(out)) {
				t.Errorf("rerun: exit code %d\n%s\n%s", code, out, errs)
			}
		})
	}
}

// TestAMissingRepetitionIsTold checks the row, its grade and the exit code. The
// exit code used to be 0. The remedy used to be "-r 6 gives one" even if -r 6
// had been given.
func TestAMissingRepetitionIsTold(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	code, out, errs := w.dragstrip("run", "words:7b", "--engine", madeup.Name, "-p", "14", "-n", "0", "-r", "6", "--rounds", "1")
	s := w.newest()
	if code != exitFailed || s.Outcome != bench.OutcomeDone || !strings.Contains(errs, "no usable time for 1 of 6 repetitions (exit code 1)") {
		t.Errorf("exit code %d, %s: %s", code, s.Outcome, errs)
	}
	if !strings.Contains(out, "noisy") || !strings.Contains(out, "no usable time for 1 of 6 repetitions") || strings.Contains(out, "-r 6") {
		t.Errorf("told:\n%s", out)
	}
}

// TestTheDriversErrorsAreTold: a rule in the engine's folder knows the first
// error; the driver itself words the second one.
func TestTheDriversErrorsAreTold(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	code, out, errs := w.dragstrip("run", "words:7b", "--engine", madeup.Name, "-p", "13,16", "-n", "0", "-r", "2")
	s := w.newest()
	if code != exitFailed || len(s.Jobs) != 1 || s.Jobs[0].Tests[0].Failure == nil || s.Jobs[0].Tests[0].Failure.Reason != "the made-up engine ran out of ideas" {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	if n := len(s.Jobs[0].Tests[1].SamplesTPS()); n != 2 {
		t.Errorf("%d samples of the test after it, want 2", n)
	}
	code, out, errs = w.dragstrip("run", "silence:1b", "--engine", madeup.DrivenName, "-p", "16", "-n", "0", "-r", "2")
	f := w.newest().Jobs[0].Tests[0].Failure
	if code != exitFailed || f == nil || f.Code != bench.FailFileMissing || f.Remedy != "choose another model" {
		t.Errorf("exit code %d, failure %+v\n%s\n%s", code, f, out, errs)
	}
	if code, _, errs := w.dragstrip("run", "nothing:1b", "--engine", madeup.Name); code != exitFailed || !strings.Contains(errs, "nothing:1b") {
		t.Errorf("a name that nobody serves: exit code %d: %s", code, errs)
	}
}
