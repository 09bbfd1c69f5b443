package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
	"dragstrip/bench/report"
)

func TestRunMeasuresAndReports(t *testing.T) {
	w := newWorld(t).withEngine()
	out := w.must("run", w.tiny(), "-p", "64", "-n", "16", "-pg", "32,8", "-r", "6")
	for _, want := range []string{"1/3  pp64 ", "2/3  tg16 ", "3/3  pp32+tg8 ", " t/s  ", "±", "report.md"} {
		if !strings.Contains(out, want) {
			t.Errorf("output lacks %q:\n%s", want, out)
		}
	}
	f := w.folder("last")
	checkComplete(t, w.session(f))
	checkSequence(t, w.events(f))
	text, err := os.ReadFile(f.File(journal.ReportFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"stand-in", "pp64", "tg16", "| model"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("report lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(string(text), w.home) {
		t.Errorf("the report names the home folder:\n%s", text)
	}
	for _, format := range report.Formats() {
		if got := w.must("report", "--format", format.Name); !strings.Contains(got, "64") {
			t.Errorf("report --format %s:\n%s", format.Name, got)
		}
	}
	lines := strings.Split(strings.TrimSpace(w.must("report", "--format", "llama-bench-jsonl")), "\n")
	for _, line := range lines {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil || row["samples_ns"] == nil {
			t.Errorf("not a llama-bench result: %v\n%s", err, line)
		}
	}
	if len(lines) != 3 {
		t.Errorf("%d results, want 3", len(lines))
	}
	for _, dir := range []struct {
		path string
		mode os.FileMode
	}{{f.Path, 0o700}, {f.File("events.jsonl"), 0o600}, {f.File("plan.json"), 0o600}, {f.EngineLog("j1-1.err"), 0o600}} {
		st, err := os.Stat(dir.path)
		if err != nil || st.Mode().Perm() != dir.mode {
			t.Errorf("%s: %v, mode %v, want %v", dir.path, err, st.Mode().Perm(), dir.mode)
		}
	}
}

func TestRunJSONStreamsTheEventsThemselves(t *testing.T) {
	w := newWorld(t).withEngine()
	out := w.must("run", w.tiny(), "-p", "32", "-n", "8", "-r", "2", "--json")
	written, err := os.ReadFile(w.folder("last").File("events.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if out != string(written) {
		t.Errorf("the stream differs from the journal:\n%s\n---\n%s", out, written)
	}
}

func TestSecondRunWaitsVisiblyThenRuns(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	first := w.folder(w.must("run", model, "-p", "256", "-n", "64", "-r", "20", "--detach"))
	second := w.folder(w.must("run", model, "-p", "32", "-n", "8", "-r", "2", "--detach"))
	code, out, errs := w.dragstrip("attach", second.Name())
	if code != 0 {
		t.Fatalf("exit code %d\n%s\n%s", code, out, errs)
	}
	if !strings.Contains(out, "waiting for session "+first.Name()) {
		t.Errorf("the second did not say for whom it waited:\n%s", out)
	}
	a, b := w.session(first), w.session(second)
	checkComplete(t, a)
	checkComplete(t, b)
	if len(b.Jobs[0].Tests[0].Results) == 0 || b.Jobs[0].Started.Before(a.Finished) {
		t.Errorf("the second began at %v, before the first ended at %v", b.Jobs[0].Started, a.Finished)
	}
}

func TestControlsPauseSkipRequeue(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	f := w.folder(w.must("run", model, "-p", "512", "-n", "0", "-r", "60", "-t", "1,2", "--rounds", "1", "--detach"))
	eventually(t, "the first job", 60*time.Second, func() bool { return w.session(f).Now.Phase == bench.PhaseMeasuring })
	w.must("control", "skip", "j1")
	eventually(t, "j1 skipped", time.Minute, func() bool { return w.session(f).Job("j1").Outcome == bench.OutcomeSkipped })
	w.must("control", "pause")
	eventually(t, "paused or through", 90*time.Second, func() bool {
		s := w.session(f)
		return s.State == bench.StatePaused || s.State == bench.StateFinished
	})
	if w.session(f).State == bench.StatePaused {
		w.must("control", "resume")
	}
	eventually(t, "the end", 60*time.Second, func() bool { return w.session(f).State == bench.StateFinished })
	s := w.session(f)
	if s.Job("j2").Outcome != bench.OutcomeDone || len(s.Job("j2").Tests[0].Results) != 1 {
		t.Errorf("j2: %s %+v", s.Job("j2").Outcome, s.Job("j2").Tests[0])
	}
}

func TestOddFileNamesAreMeasured(t *testing.T) {
	w := newWorld(t).withEngine()
	tiny := w.tiny()
	for _, name := range []string{"comma,name.gguf", "with space.gguf", `quo"te's.gguf`, "模型.gguf", "tab\tname.gguf", "-dash.gguf"} {
		path := filepath.Join(w.home, name)
		if err := os.Link(tiny, path); err != nil {
			t.Fatal(err)
		}
		code, out, errs := w.dragstrip("run", "-p", "16", "-n", "4", "-r", "2", "--no-hash", "--", path)
		if code != 0 || !strings.Contains(out, "tg4") {
			t.Errorf("%q: exit code %d\n%s\n%s", name, code, out, errs)
		}
	}
}

func TestUsageMistakesAreToldBeforeAnythingStarts(t *testing.T) {
	w := newWorld(t)
	for _, args := range [][]string{
		{"run", "-p", "x"},
		{"run", "-r", "0"},
		{"run", "-p", "0", "-n", "0"},
		{"run", "--nonsense"},
		{"dance"},
		{"run", "-fa", "maybe"},
		{"run", "-ctk", "a b"},
		{"run", "--rounds", "9"},
		{"report", "--format", "pdf", "last"},
		{"run", "-mmp", "2"},
		{"run", "-t", "9999"},
		{"run", ""},
		{"run", "--retry-failed"},
		{"run", "-p", "-5"},
		{"run", "-ot", "x"},
		{"attach", "a", "b"},
		{"control"},
		{"standin", "no-such-shape"},
	} {
		code, out, errs := w.dragstrip(args...)
		if code != exitUsage || out != "" || !strings.HasPrefix(errs, "dragstrip: ") {
			t.Errorf("dragstrip %v: exit code %d\n%s\n%s", args, code, out, errs)
		}
	}
}

func TestEnvironmentSetsFlagsAndFlagsWin(t *testing.T) {
	w := newWorld(t)
	w.env = append(w.env, "DRAGSTRIP_R=0")
	if code, _, errs := w.dragstrip("run", "nothing.gguf"); code != exitUsage || !strings.Contains(errs, "-r must be") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if _, _, errs := w.dragstrip("run", "nothing.gguf", "-r", "3"); strings.Contains(errs, "-r must be") {
		t.Errorf("the flag did not win: %s", errs)
	}
}

func TestNothingThereSaysWhatToDo(t *testing.T) {
	w := newWorld(t)
	w.env = append(w.env, "PATH="+t.TempDir())
	code, _, errs := w.dragstrip("run")
	if code != exitFailed || !strings.Contains(errs, "dragstrip setup") || !strings.Contains(errs, "standin") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	for _, args := range [][]string{{"attach"}, {"control", "stop"}, {"report"}, {"run", "--resume", "last"}} {
		code, _, errs := w.dragstrip(args...)
		if code != exitFailed || errs == "" {
			t.Errorf("dragstrip %v: exit code %d: %s", args, code, errs)
		}
	}
	if out := w.must("history"); !strings.Contains(out, "No sessions yet") {
		t.Errorf("history: %s", out)
	}
}

func TestResumeRefusesToMixTwoFiles(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	f := w.folder(w.must("run", model, "-p", "32", "-n", "4000", "-r", "20", "--detach"))
	eventually(t, "the first test's result", 90*time.Second, func() bool { return len(w.session(f).Jobs[0].Tests[0].Results) == 1 })
	w.must("control", "stop")
	eventually(t, "the end", time.Minute, func() bool { return !f.Live() })
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(model, later, later); err != nil {
		t.Fatal(err)
	}
	code, out, errs := w.dragstrip("run", "--resume", f.Name())
	if code != exitFailed || !strings.Contains(out, "was changed after the session began") {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	if n := len(w.session(f).Jobs[0].Tests[1].Results); n != 0 {
		t.Errorf("%d results of the other file", n)
	}
}

func TestResumeWithTheModelGoneLeavesTheSessionUnfinished(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	f := w.folder(w.must("run", model, "-p", "32", "-n", "4000", "-r", "20", "--detach"))
	eventually(t, "the first test's result", 90*time.Second, func() bool { return len(w.session(f).Jobs[0].Tests[0].Results) == 1 })
	w.must("control", "stop")
	eventually(t, "the end", time.Minute, func() bool { return !f.Live() })
	if got := w.must("report", f.Name()); !strings.Contains(got, "stopped after") {
		t.Errorf("the report does not tell the repetitions that were seen:\n%s", got)
	}
	away := model + ".away"
	if err := os.Rename(model, away); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := w.dragstrip("run", "--resume", f.Name()); code != exitFailed || !strings.Contains(errs, "cannot be resumed") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if err := os.Rename(away, model); err != nil {
		t.Fatal(err)
	}
	w.must("run", "--resume", f.Name(), "--detach")
	eventually(t, "measuring again", 60*time.Second, func() bool {
		now := w.session(f).Now
		return now.Phase == bench.PhaseMeasuring && now.Test.Generation > 0
	})
	w.must("control", "stop")
}

func TestFailedTestsAreRetriedOnRequest(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	away := model + ".away"
	f, err := w.store().Create(&bench.Plan{Jobs: []bench.Job{{
		ID: "j1", Model: bench.Model{Name: "tiny", Path: model, Format: "gguf"},
		Build: bench.EngineBuild{ID: "b", Engine: "llama.cpp", Prefix: splitArgs(os.Getenv("DRAGSTRIP_TEST_LLAMA_BENCH"))},
		Tests: []bench.Test{{Prompt: 16}, {Generation: 4}}, Repetitions: 2,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	os.Rename(model, away)
	if code, out, _ := w.dragstrip("run", "--resume", f.Name()); code != exitFailed || !strings.Contains(out, "not there") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	if code, _, errs := w.dragstrip("run", "--resume", f.Name()); code != exitFailed || !strings.Contains(errs, "--retry-failed") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	os.Rename(away, model)
	w.must("run", "--resume", f.Name(), "--retry-failed")
	checkComplete(t, w.session(f))
}

func TestRemovedSessionFolderEndsItsBenchProcess(t *testing.T) {
	w := newWorld(t).withEngine()
	f := w.folder(w.must("run", w.tiny(), "-p", "512", "-n", "512", "-r", "500", "--detach"))
	eventually(t, "measuring", 60*time.Second, func() bool { return w.session(f).Now.Phase == bench.PhaseMeasuring })
	if err := os.RemoveAll(f.Path); err != nil {
		t.Fatal(err)
	}
	// The machine is free again: another session measures at once.
	code, out, errs := w.dragstrip("run", w.tiny(), "-p", "16", "-n", "4", "-r", "2")
	if code != exitDone {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
}

func TestControlSaysWhenItIsRefusedAndPrefersWhatIsMeasured(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	first := w.folder(w.must("run", model, "-p", "512", "-n", "512", "-r", "500", "--detach"))
	eventually(t, "measuring", 60*time.Second, func() bool { return w.session(first).Now.Phase == bench.PhaseMeasuring })
	second := w.folder(w.must("run", model, "-p", "16", "-n", "4", "-r", "2", "--detach"))
	eventually(t, "the second waiting", 60*time.Second, func() bool { return w.session(second).Now.Phase == bench.PhaseWaiting })
	if code, _, errs := w.dragstrip("control", "skip", "j9"); code != exitFailed || !strings.Contains(errs, "no job j9") {
		t.Errorf("exit code %d: %s", code, errs)
	}
	if out := w.must("history"); !strings.Contains(out, "measuring") || !strings.Contains(out, "waiting") {
		t.Errorf("history:\n%s", out)
	}
	if out := w.must("control", "stop"); !strings.Contains(out, first.Name()) {
		t.Errorf("the wrong session was stopped: %s", out)
	}
	eventually(t, "the end of the second", 90*time.Second, func() bool { return w.session(second).State == bench.StateFinished })
	checkComplete(t, w.session(second))
}

func TestMachineAndDoctorAnswer(t *testing.T) {
	w := newWorld(t)
	var p portrait
	if err := json.Unmarshal([]byte(w.must("machine", "--json", "--no-probe")), &p); err != nil {
		t.Fatal(err)
	}
	if p.Machine.LogicalCores < 1 || p.Machine.MemoryBytes < 1<<20 || p.Machine.Sources["memory_bytes"] == "" || p.Bandwidth != nil {
		t.Errorf("%+v", p)
	}
	w.env = append(w.env, "PATH="+os.Getenv("PATH"), "VK_DRIVER_FILES=/home/kunigunde/x.json", "VK_TOKEN=hunter2", "GGML_VK_VISIBLE_DEVICES=0",
		"DRAGSTRIP_ENGINE=HF_TOKEN=opensesame "+filepath.Join(w.home, "llama-bench")+" --rpc attic.lan:50052")
	out := w.must("doctor")
	for _, want := range []string{"machine", "sessions", "\n--- environment\n", "VK_DRIVER_FILES=~/x.json\n", "GGML_VK_VISIBLE_DEVICES=0\n", "cannot be used: HF_TOKEN=… "} {
		if !strings.Contains(out, want) {
			t.Errorf("doctor does not say %q:\n%s", want, out)
		}
	}
	for _, private := range []string{"kunigunde", "hunter2", "opensesame", "attic", "\nhost "} {
		if strings.Contains(out, private) {
			t.Errorf("doctor says %q:\n%s", private, out)
		}
	}
}
