package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// without removes variables from a world.
func (w *world) without(names ...string) *world {
	other := *w
	other.env = nil
	for _, kv := range w.env {
		keep := true
		for _, n := range names {
			keep = keep && !strings.HasPrefix(kv, n+"=")
		}
		if keep {
			other.env = append(other.env, kv)
		}
	}
	return &other
}

func TestOwnSessionIsMeasuredAgain(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	w.must("run", model, "-p", "32", "-n", "8,16", "-r", "4", "-fa", "on,off", "--rounds", "2", "--note", "first")
	old := w.folder("last").Name()
	// A build that no search finds must be named again, because recorded
	// programs are not started.
	if code, _, errs := w.without("DRAGSTRIP_ENGINE").dragstrip("rerun", old); code != exitFailed || !strings.Contains(errs, "--engine") {
		t.Errorf("not named: exit code %d: %s", code, errs)
	}
	out := w.must("rerun", old)
	for _, part := range []string{"old: session " + old, "tg16", "have the same settings"} {
		if !strings.Contains(out, part) {
			t.Errorf("%q is missing:\n%s", part, out)
		}
	}
	was, is := w.session(w.folder(old)), w.session(w.folder("last"))
	if is.ID == was.ID || is.Plan.RerunOf != was.ID || is.Plan.Rounds != 2 || is.Plan.Note != "first" || len(is.Jobs) != 2 {
		t.Fatalf("the plan is %+v", is.Plan)
	}
	for i, j := range is.Jobs {
		o := was.Jobs[i]
		if j.Params.String() != o.Params.String() || j.Repetitions != 4 || len(j.Tests) != 3 || j.Model.Path != o.Model.Path || j.Build.ID != o.Build.ID {
			t.Errorf("job %s is %+v", j.ID, j.Job)
		}
	}
	// Standard output has only JSON. Two sessions are compared without
	// measuring.
	for _, args := range [][]string{{"rerun", "last", "--json"}, {"rerun", old, "--with", "last", "--json"}} {
		var d report.RerunDocument
		if text := w.must(args...); json.Unmarshal([]byte(text), &d) != nil || len(d.Rows) != 6 || len(d.Differs) != 0 || d.Rows[0].Comparison == nil {
			t.Errorf("%v: %s", args, text)
		}
	}
	if all, _ := w.store().List(); len(all) != 3 {
		t.Errorf("%d sessions", len(all))
	}
}

// A report that was given away is enough to measure the same on another
// machine.
func TestReportOfAnotherMachineIsMeasuredAgain(t *testing.T) {
	there := newWorld(t).withEngine()
	there.must("run", there.tiny(), "-p", "32", "-n", "8", "-t", "1")
	here := newWorld(t).withEngine()
	if err := os.MkdirAll(filepath.Join(here.home, "dragstrip", "data", "models"), 0o700); err != nil {
		t.Fatal(err)
	}
	// The same bytes under another name.
	if err := os.Rename(here.tiny(), filepath.Join(here.home, "dragstrip", "data", "models", "other name.gguf")); err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"md", "json"} {
		path := filepath.Join(here.home, "given."+format)
		there.must("report", "--format", format, "-o", path)
		text, err := os.ReadFile(path)
		if err != nil || bytes.Contains(text, []byte(there.home)) {
			t.Fatalf("%v: the report tells a place: %s", err, text)
		}
		out := here.must("rerun", path, "--markdown")
		if !strings.Contains(out, "# dragstrip: measured again") || !strings.Contains(out, "have the same settings") {
			t.Errorf("%s:\n%s", format, out)
		}
		s := here.session(here.folder("last"))
		checkComplete(t, s)
		if j := s.Jobs[0]; filepath.Base(j.Model.Path) != "other name.gguf" || j.Params["n_threads"] != "1" || j.Repetitions != 6 {
			t.Errorf("%s: the job is %+v", format, j.Job)
		}
	}
}

func TestChangedOrMissingModelIsNotMeasuredAgainUnasked(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	w.must("run", model, "-p", "0", "-n", "8", "-r", "4")
	old := w.folder("last").Name()
	text, err := os.ReadFile(model)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Clone(text)
	changed[len(changed)-1] ^= 1
	if err := os.WriteFile(model, changed, 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, errs := w.dragstrip("rerun", old)
	if code != exitFailed || !strings.Contains(errs, "has other contents") || !strings.Contains(errs, "--anyway") || !strings.Contains(errs, "--model 'Tiny Q4_0 (stand-in)=PATH'") {
		t.Errorf("changed: %d: %s", code, errs)
	}
	if code, _, errs := w.dragstrip("rerun", old, "--fail-if", "slower:3%"); code != exitUnjudged || !strings.Contains(errs, "nothing was measured") {
		t.Errorf("refused with --fail-if: %d: %s", code, errs)
	}
	if out := w.must("rerun", old, "--anyway"); !strings.Contains(out, "differ in the file of Tiny Q4_0") {
		t.Errorf("--anyway:\n%s", out)
	}
	right := filepath.Join(w.home, "right.gguf")
	if err := os.WriteFile(right, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := w.must("rerun", old, "--model", "Tiny Q4_0 (stand-in)="+right); !strings.Contains(out, "have the same settings") {
		t.Errorf("--model:\n%s", out)
	}
	if err := os.Remove(model); err != nil {
		t.Fatal(err)
	}
	code, _, errs = w.dragstrip("rerun", old)
	if code != exitFailed || !strings.Contains(errs, "is not on this machine") || !strings.Contains(errs, "sha256") {
		t.Errorf("missing: %d: %s", code, errs)
	}
	if code, _, errs = w.dragstrip("rerun", old, "--model", "Other="+right); code != exitUsage {
		t.Errorf("another name: %d: %s", code, errs)
	}
}

// The report is changed so that it names another build. Rerun must refuse it
// like a report of a real other build.
func TestOtherEngineBuildIsNotTakenUnasked(t *testing.T) {
	w := newWorld(t).withEngine()
	w.must("run", w.tiny(), "-p", "0", "-n", "8", "-r", "4")
	s := w.session(w.folder("last"))
	for i := range s.Jobs {
		s.Jobs[i].Build.Version, s.Jobs[i].Build.Number, s.Jobs[i].Build.Commit = "0.0.1", 42, "0000000"
		s.Jobs[i].Build.Backends = []string{"Abacus"}
		s.Jobs[i].Build.Env = []string{"LD_PRELOAD=evil.so"}
		s.Jobs[i].Engines = nil
	}
	var text bytes.Buffer
	if err := report.Markdown(&text, s, report.Options{}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(w.home, "other.md")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	// Without this path, the model would be looked for in the stores.
	given := "Tiny Q4_0 (stand-in)=" + filepath.Join(w.home, "tiny.gguf")
	code, _, errs := w.dragstrip("rerun", path, "--model", given)
	if code != exitFailed || !strings.Contains(errs, "0.0.1 b42") || !strings.Contains(errs, "another environment") {
		t.Errorf("%d: %s", code, errs)
	}
	out := w.must("rerun", path, "--model", given, "--anyway")
	if !strings.Contains(out, "engine build (llama.cpp 0.0.1 b42") {
		t.Errorf("--anyway does not name the builds:\n%s", out)
	}
	for _, e := range w.session(w.folder("last")).Jobs[0].Engines {
		if strings.Contains(strings.Join(append(e.Env, e.Build.Env...), " "), "evil") {
			t.Errorf("the report's environment was taken: %v", e.Env)
		}
	}
}

// written gives the path of a report with these samples, each from a round of
// its own.
func (w *world) written(name string, pp, tg float64, n int) string {
	w.t.Helper()
	p, g := bench.Test{Prompt: 512}, bench.Test{Generation: 128}
	job := bench.Job{
		ID: "j1", Repetitions: n, Tests: []bench.Test{p, g},
		Model: bench.Model{Name: "M", Path: "m.gguf"}, Build: bench.EngineBuild{Engine: "llama.cpp", Prefix: []string{"x"}},
	}
	facts := []bench.Fact{bench.SessionStarted{Session: name, Plan: bench.Plan{Rounds: n, Jobs: []bench.Job{job}}}}
	for test, tps := range map[bench.Test]float64{p: pp, g: tg} {
		for i := range n {
			ns := int64(1e9*float64(test.Tokens())/tps) + int64(i)*100_000
			facts = append(facts, bench.TestFinished{Result: bench.Result{Test: test, Round: i, SamplesNS: []int64{ns}}})
		}
	}
	var events []bench.Event
	for i, f := range facts {
		events = append(events, bench.Event{Seq: int64(i + 1), Job: "j1", Fact: f})
	}
	var text bytes.Buffer
	if err := report.Markdown(&text, bench.Replay(events), report.Options{}); err != nil {
		w.t.Fatal(err)
	}
	path := filepath.Join(w.home, name+".md")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path
}

func TestExitCodesOfFailIf(t *testing.T) {
	w := newWorld(t)
	old := w.written("old", 100, 50, 6)
	slow, few := w.written("slow", 100, 47, 6), w.written("few", 100, 50, 3)
	for _, c := range []struct {
		with string
		args []string
		code int
		says string
	}{
		{old, []string{"--fail-if", "slower:3%"}, exitDone, "--fail-if: 2 rows judged, none certainly slower than the limit"},
		{slow, nil, exitDone, ""},
		{slow, []string{"--fail-if", "slower:3%"}, exitFailed, "M tg128 is slower: -6.0 %"},
		{slow, []string{"--fail-if", "slower:10%"}, exitDone, ""},
		{slow, []string{"--fail-if", "slower:pp:1%"}, exitDone, ""},
		{slow, []string{"--fail-if", "slower:10%", "--fail-if", "slower:tg:5%"}, exitFailed, "beyond the limit slower:tg:5%"},
		{slow, []string{"--fail-if", "slower:3%", "--json"}, exitFailed, "beyond the limit slower:3%"},
		{w.written("alone", 100, 50, 2), []string{"--fail-if", "slower:3%"}, exitUnjudged, "no row could be judged (exit code 3)"},
		{w.written("three", 100, 40, 3), []string{"--fail-if", "slower:3%"}, exitUnjudged, "a side has only 3 starts of the engine, but --fail-if needs 4"},
		{few, []string{"--fail-if", "slower:3"}, exitUsage, "slower:3"},
		{filepath.Join(w.home, "gone.md"), nil, exitFailed, "there is no report"},
	} {
		code, out, errs := w.dragstrip(append([]string{"rerun", old, "--with", c.with}, c.args...)...)
		if code != c.code || !strings.Contains(errs, c.says) {
			t.Errorf("--with %s %v: exit code %d\n%s\n%s", filepath.Base(c.with), c.args, code, out, errs)
		}
	}
	for _, args := range [][]string{{"rerun"}, {"rerun", old, old}, {"rerun", old, "--json", "--markdown"}, {"run", "--fail-if", "slower:3%"}, {"run", "--against", old, "--detach"}} {
		if code, _, errs := w.dragstrip(args...); code != exitUsage {
			t.Errorf("%v: exit code %d: %s", args, code, errs)
		}
	}
}

func TestRunIsSetAgainstAnEarlierSession(t *testing.T) {
	w := newWorld(t).withEngine()
	model := w.tiny()
	w.must("run", model, "-p", "0", "-n", "8", "--rounds", "6")
	// The new results are compared with 40,000 tokens a second, which no
	// processor reaches.
	old := w.session(w.folder("last"))
	for _, test := range old.Jobs[0].Tests {
		for i := range test.Results {
			for k := range test.Results[i].SamplesNS {
				test.Results[i].SamplesNS[k] = int64(200_000 + 1_000*i)
			}
		}
	}
	var text bytes.Buffer
	if err := report.JSON(&text, old, report.Options{}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(w.home, "old.json")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := w.dragstrip("run", model, "-p", "0", "-n", "8", "--rounds", "6", "--against", path, "--fail-if", "slower:3%")
	breached := code == exitFailed && strings.Contains(out, "slower ↓") && strings.Contains(errs, "beyond the limit slower:3%")
	// If other programs keep the machine busy, the new results are graded
	// noisy.
	doubtful := code == exitUnjudged && strings.Contains(out, "doubtful ?") && strings.Contains(errs, "a side is noisy or throttled")
	if !breached && !doubtful {
		t.Errorf("exit code %d\n%s\n%s", code, out, errs)
	}
	w.must("run", model, "-p", "0", "-n", "8", "--against", path)
}

// Builds of 2024 say only with their results which build they are.
func TestBuildThatTellsItselfLateFails(t *testing.T) {
	session := func(commit string) *bench.Session {
		test := bench.Test{Generation: 8}
		return bench.Replay([]bench.Event{
			{Seq: 1, Fact: bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{{ID: "j1", Tests: []bench.Test{test}, Build: bench.EngineBuild{Engine: "llama.cpp"}}}}}},
			{Seq: 2, Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{1}, BuildCommit: commit}}},
		})
	}
	for _, c := range []struct {
		now  string
		want error
	}{{"1d1ccce", nil}, {"1d1ccce0", nil}, {"", nil}, {"4227c9b", exitError(exitFailed)}} {
		var words bytes.Buffer
		e := &env{err: &words}
		if got := e.turnedOut(session("1d1ccce"), session(c.now)); !errors.Is(got, c.want) || (got != nil) != strings.Contains(words.String(), "1d1ccce then") {
			t.Errorf("%q: %v: %s", c.now, got, words.String())
		}
	}
}

// A report does not say where a model was. If the report's session is on this
// machine, its journal says so. Otherwise the model may be in the current
// folder.
func TestAReportsModelIsFoundWhereItWasAndWhereOneIs(t *testing.T) {
	w := newWorld(t).withEngine()
	elsewhere := filepath.Join(w.home, "elsewhere")
	if err := os.Mkdir(elsewhere, 0o755); err != nil {
		t.Fatal(err)
	}
	model := filepath.Join(elsewhere, "tiny.gguf")
	if err := os.Rename(w.tiny(), model); err != nil {
		t.Fatal(err)
	}
	w.must("run", model, "-p", "16", "-n", "0", "-r", "4", "-t", "1")
	base := filepath.Join(w.home, "base.md")
	w.must("report", "last", "-o", base)
	if out := w.must("rerun", base); !strings.Contains(out, "have the same settings") {
		t.Errorf("where its session says it was: %s", out)
	}
	other := newWorld(t).withEngine() // another machine
	code, _, errs := other.dragstrip("rerun", base)
	if code != exitFailed || !strings.Contains(errs, "is not on this machine") {
		t.Errorf("where it is not: %d %s", code, errs)
	}
	c := other.command("rerun", base)
	c.Dir = elsewhere
	if out, err := c.CombinedOutput(); err != nil || !strings.Contains(string(out), "have the same settings") {
		t.Errorf("in its folder: %v\n%s", err, out)
	}
}

func TestWhatWasMeasuredAgainIsFoundLater(t *testing.T) {
	path := filepath.Join(t.TempDir(), "their report.md")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"last": "20261129-211117-7060", path: quoted(path)} {
		if got := foundLater(name, &bench.Session{ID: "20261129-211117-7060"}); got != want {
			t.Errorf("%s is found by %s, want %s", name, got, want)
		}
	}
}

// A refusal used to end with the exit code of "certainly slower".
func TestARefusedMeasurementIsNotSlower(t *testing.T) {
	e := shelf(t)
	var said strings.Builder
	e.err = &said
	limits, err := parseLimits(list{"slower:3%"})
	if err != nil {
		t.Fatal(err)
	}
	refused := error(otherMeasurement{"another build"})
	if err := e.refusedGate(refused, limits); !errors.Is(err, exitError(exitUnjudged)) || !strings.Contains(said.String(), "another build") || !strings.Contains(said.String(), "exit code 3") {
		t.Errorf("%v\n%s", err, &said)
	}
	other := errors.New("the disk is full")
	if !errors.As(e.refusedGate(refused, nil), new(otherMeasurement)) || !errors.Is(e.refusedGate(other, limits), other) || e.refusedGate(nil, limits) != nil {
		t.Error("other errors, and refusals without --fail-if, must stay")
	}
}

// A session with variants used to be refused with a hint that left the user to
// write the words of --engine for each build.
func TestTheCommandThatRepeatsTheEnvironmentIsWhole(t *testing.T) {
	e := shelf(t)
	variant := func(id string, env ...string) bench.EngineBuild {
		return bench.EngineBuild{ID: id, Engine: "llama.cpp", Prefix: []string{"/opt/llama-bench"}, Env: env}
	}
	imported := false
	session := func(builds ...bench.EngineBuild) *bench.Session {
		plan := &bench.Plan{Asked: time.Unix(1e9, 0)}
		for i, b := range builds {
			plan.Jobs = append(plan.Jobs, bench.Job{
				ID: fmt.Sprintf("j%d", i+1), Model: bench.Model{Name: "Tiny", Path: "/m/tiny.gguf"}, Build: b, Repetitions: 1, Tests: []bench.Test{{Generation: 16}},
			})
		}
		f, w := openSession(t, e, plan)
		if _, err := w.Append("", bench.SessionStarted{Schema: bench.Schema, Session: f.Name(), Plan: *plan}); err != nil {
			t.Fatal(err)
		}
		if imported {
			if _, err := w.Append("", bench.SessionImported{From: "report.md"}); err != nil {
				t.Fatal(err)
			}
		}
		s := bench.NewSession()
		s.Apply(bench.Event{Seq: 1, Fact: bench.SessionStarted{Schema: bench.Schema, Session: f.Name(), Plan: *plan}})
		return s
	}
	plain := variant("a")
	s := session(variant("b", "GGML_VK_DISABLE_F16=1"), plain)
	want := "in the environment of then: dragstrip rerun " + s.ID + " --engine 'GGML_VK_DISABLE_F16=1 /opt/llama-bench' --engine /opt/llama-bench"
	if got := e.inItsEnvironment(s, []bench.EngineBuild{plain, plain}); len(got) != 1 || got[0] != want {
		t.Errorf("%q, want %q", got, want)
	}
	imported = true
	foreign := session(variant("d", "LD_PRELOAD=/tmp/x.so"))
	imported = false
	elsewhere := *s
	elsewhere.ID = "20200101-000000-ffff"
	for what, got := range map[string][]string{
		"nothing differs":          e.inItsEnvironment(session(plain), []bench.EngineBuild{plain}),
		"a secret":                 e.inItsEnvironment(session(variant("c", "API_KEY=x")), []bench.EngineBuild{plain}),
		"a session from elsewhere": e.inItsEnvironment(&elsewhere, []bench.EngineBuild{plain, plain}),
		"an imported session":      e.inItsEnvironment(foreign, []bench.EngineBuild{plain}),
	} {
		if len(got) > 0 {
			t.Errorf("%s: %q", what, got)
		}
	}
}
