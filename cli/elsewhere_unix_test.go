//go:build unix

package cli

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/runner/madeup"
)

// traps are what the files of a session name to harm their reader: a program,
// and a library that is loaded into every program that is started.
type traps struct{ program, sprung, library string }

func (w *world) traps() traps {
	w.t.Helper()
	x := traps{filepath.Join(w.home, "trap", madeup.Program), filepath.Join(w.home, "sprung"), filepath.Join(w.home, "trap.so")}
	w.put(x.program, "#!/bin/sh\ntouch '"+x.sprung+"'\nexit 1\n", 0o755)
	if exec.Command(x.program).Run(); !x.springs() {
		w.t.Fatal("the trap does not work")
	}
	return x
}

// springs tells whether the program was started. It also sets the trap again.
func (x traps) springs() bool { return os.Remove(x.sprung) == nil }

func (x traps) check(t *testing.T, what string, f journal.Folder) {
	t.Helper()
	if x.springs() {
		t.Errorf("%s: what the session's files name was started", what)
	}
	logs, _ := filepath.Glob(f.EngineLog("*"))
	for _, log := range logs {
		// The loader complains if it does not find the library.
		if text, err := os.ReadFile(log); err != nil || bytes.Contains(text, []byte(filepath.Base(x.library))) {
			t.Errorf("%s: the environment of the session's files was taken: %v %s", what, err, text)
		}
	}
}

func (w *world) put(path, text string, mode os.FileMode) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		w.t.Fatal(err)
	}
}

// unfinished measures with the made-up engine and cuts off the end of the
// journal, as if the bench process had died after its first test.
func (w *world) unfinished(engine string) journal.Folder {
	w.t.Helper()
	w.must("run", "words:7b", "--engine", engine, "-p", "16", "-n", "4", "-r", "2", "--rounds", "1", "--no-probe")
	f := w.folder("last")
	text, err := os.ReadFile(f.File(journal.EventsFile))
	if err != nil {
		w.t.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(string(text)) {
		kept = append(kept, line)
		if strings.Contains(line, `"kind":"`+bench.TestFinished{}.Kind()+`"`) {
			break
		}
	}
	w.put(f.File(journal.EventsFile), strings.Join(kept, ""), 0o600)
	return f
}

// trapped replaces the build in the files of a session by traps.
func (w *world) trapped(f journal.Folder, x traps, engine string, env bool) {
	w.t.Helper()
	was := `"` + filepath.Join(w.home, "bin", madeup.Program) + `"`
	for _, name := range []string{"plan.json", journal.EventsFile} {
		text, err := os.ReadFile(f.File(name))
		if err != nil || !bytes.Contains(text, []byte(was)) {
			w.t.Fatalf("%s names no %s: %v", name, was, err)
		}
		is := string(text)
		if env {
			is = strings.ReplaceAll(strings.ReplaceAll(is, `"prefix":`, `"env":["LD_PRELOAD=`+x.library+`"],"prefix":`), `"env":null`, `"env":["LD_PRELOAD=`+x.library+`"]`)
		} else {
			is = strings.ReplaceAll(is, was, `"`+x.program+`"`)
		}
		for _, colon := range []string{":", ": "} {
			is = strings.ReplaceAll(is, `"engine"`+colon+`"`+madeup.Name+`"`, `"engine"`+colon+`"`+engine+`"`)
		}
		w.put(f.File(name), is, 0o600)
	}
}

// copyTo copies a session's folder, as if somebody else had given it away.
func (w *world) copyTo(to, from journal.Folder) {
	w.t.Helper()
	if err := os.CopyFS(to.Path, os.DirFS(from.Path)); err != nil {
		w.t.Fatal(err)
	}
	err := filepath.WalkDir(to.Path, func(path string, d os.DirEntry, err error) error {
		return errors.Join(err, os.Chmod(path, map[bool]os.FileMode{true: 0o700, false: 0o600}[d.IsDir()]))
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) copied(f journal.Folder) journal.Folder {
	out := journal.Folder{Path: filepath.Join(w.t.TempDir(), f.Name())}
	w.copyTo(out, f)
	return out
}

// TestNothingThatASessionsFilesNameIsStarted uses a folder that somebody gave
// away. Each of these verbs used to start the command recorded in it, in the
// recorded environment.
func TestNothingThatASessionsFilesNameIsStarted(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	x := w.traps()
	honest := w.unfinished(madeup.Name)
	for _, trap := range []struct {
		what, engine string
		env          bool
		here         bool // the same build is on this machine
	}{
		{"the command", madeup.Name, false, true}, {"a command that is asked", "llama.cpp", false, false}, {"the environment", madeup.Name, true, false},
	} {
		for _, verb := range []string{"rerun FOLDER --anyway", "run --resume FOLDER", "attach FOLDER --resume"} {
			own := journal.Folder{Path: filepath.Join(w.store().Root, "20260101-000000-aaaa")}
			for _, f := range []journal.Folder{{Path: filepath.Join(t.TempDir(), honest.Name())}, own} {
				w.copyTo(f, honest)
				w.trapped(f, x, trap.engine, trap.env)
				code, _, errs := w.dragstrip(strings.Fields(strings.ReplaceAll(verb, "FOLDER", f.Path))...)
				what := trap.what + " by " + verb
				x.check(t, what, f)
				x.check(t, what, w.folder("last"))
				if strings.Contains(verb, "resume") && (code == exitDone) != trap.here {
					t.Errorf("%s: exit code %d: %s", what, code, errs)
				}
				if code != exitDone && !strings.Contains(errs, "--engine") {
					t.Errorf("%s: no word of --engine: %s", what, errs)
				}
				if f != own && strings.Contains(errs, x.program) {
					t.Errorf("%s: what a folder from elsewhere names is recommended: %s", what, errs)
				}
			}
			if err := os.RemoveAll(own.Path); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestASessionGoesOnWithBuildsOfThisMachine resumes a session with builds that
// a search finds, in the session's own folder and in a copy. A build that was
// named has to be named again.
func TestASessionGoesOnWithBuildsOfThisMachine(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	for _, engine := range []string{madeup.Name, madeup.DrivenName} {
		f := w.unfinished(engine)
		elsewhere := w.copied(f)
		w.must("attach", f.Name(), "--resume")
		checkComplete(t, w.session(f))
		w.must("run", "--resume", elsewhere.Path)
		checkComplete(t, w.session(elsewhere))
	}
	named := filepath.Join(w.home, "named one", madeup.Program)
	w.put(named, madeup.Script, 0o755)
	f := w.unfinished(`A=1 "` + named + `"`)
	code, _, errs := w.dragstrip("run", "--resume", f.Name())
	give := `--engine 'A=1 "` + named + `"'`
	if code != exitFailed || !strings.Contains(errs, "run --resume "+f.Name()+" "+give) {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if code, _, errs = w.dragstrip("run", "--resume", f.Name(), "--engine", `"`+named+`"`); code != exitFailed {
		t.Errorf("in another environment: exit code %d: %s", code, errs)
	}
	w.must("run", "--resume", f.Name(), "--engine", `A=1 "`+named+`"`)
	s := w.session(f)
	checkComplete(t, s)
	if e := s.Jobs[0].Engines; len(e) == 0 || strings.Join(e[len(e)-1].Env, " ") != "A=1" {
		t.Errorf("started as %+v", e)
	}
}

// TestControlsFromBeforeASessionWentOnAreNotObeyed: controls are files in the
// session's folder, and may add a job with any command.
func TestControlsFromBeforeASessionWentOnAreNotObeyed(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	x := w.traps()
	f := w.copied(w.unfinished(madeup.Name))
	job := w.session(f).Jobs[0].Job
	job.ID, job.Build.Prefix = "j2", []string{x.program}
	if err := f.Ask(bench.Control{Verb: bench.ControlAdd, Add: &job}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(f.File(journal.EventsFile)); err != nil { // it never began
		t.Fatal(err)
	}
	w.must("run", "--resume", f.Path)
	x.check(t, "an added job", f)
	if s := w.session(f); len(s.Jobs) != 1 {
		t.Errorf("%d jobs", len(s.Jobs))
	}
}

// TestTheBenchProcessStartsOnlyWhatItIsTold calls the verb of the bench process
// directly. If only the plan's file names a program, it must not start that
// program.
func TestTheBenchProcessStartsOnlyWhatItIsTold(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	x := w.traps()
	f := w.unfinished(madeup.Name)
	w.trapped(f, x, madeup.Name, false)
	if code, _, errs := w.dragstrip(benchVerb, f.Path); code != exitFailed || !strings.Contains(errs, "only dragstrip itself starts") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	c := w.command(benchVerb, f.Path)
	c.Stdin = strings.NewReader(`{"grants":[]}`)
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	x.check(t, "no grants", f)
	if failure := w.session(f).Jobs[0].Tests[1].Failure; failure == nil || !strings.Contains(failure.Reason, "only because a session's file names it") {
		t.Errorf("failure %+v", failure)
	}
}

// TestASessionThatOthersCouldChangeIsRefused: if other users may write to a
// session in the store, anybody may have changed it.
func TestASessionThatOthersCouldChangeIsRefused(t *testing.T) {
	w := newWorld(t).withMadeUpEngine()
	f := w.unfinished(madeup.Name)
	if err := os.Chmod(f.File(journal.EventsFile), 0o660); err != nil {
		t.Fatal(err)
	}
	for _, verb := range [][]string{{"rerun", f.Name()}, {"run", "--resume", f.Name()}, {"attach", f.Name(), "--resume"}} {
		if code, _, errs := w.dragstrip(verb...); code != exitFailed || !strings.Contains(errs, "chmod -R go-w") {
			t.Errorf("%v: exit code %d: %s", verb, code, errs)
		}
	}
}
