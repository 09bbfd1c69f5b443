package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/article"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/printed"
	"dragstrip/bench/published"
	"dragstrip/runner"
	"dragstrip/tui"
)

// The article's tables are printed with what a report measured beside them.
func TestTheArticleStandsBesideThisMachine(t *testing.T) {
	s := quants("here", "2", 1)
	s.Jobs[0].Model.ParamCount = 6_738_415_616
	path := reportFile(t, "here", s)
	e := shelf(t)
	checkCalls(t, e, "compare", []call{
		{[]string{"--preset", "article"}, exitDone, []string{"| 1294 | 886 | **-31.5 %** |", "| model | FWD pp |"}},
		{[]string{"--preset", "article", path}, exitDone, []string{"| this machine |", "| **+82.7 %** | FWD 77 %, M1 44 % | 128 tg |"}},
		{[]string{"--preset", "article", filepath.Join(t.TempDir(), "none.md")}, exitFailed, []string{"there is no report"}},
		{[]string{"--preset", "novel"}, exitUsage, []string{"the presets are article, strix-halo, geerling-ollama and lm-studio"}},
		{[]string{"--preset", "article", "--with", "M1 Ultra"}, exitUsage, []string{"so --with has no effect on them; leave it out"}},
		{[]string{"--preset", "article", "--by", "model", path}, exitUsage, []string{"so --by has"}},
		{[]string{"--preset", "article", "--baseline", "A"}, exitUsage, []string{"so --baseline has"}},
		{[]string{"--preset", "article", "--host-name"}, exitUsage, []string{"so --host-name has"}},
		{[]string{"--preset", "article", "--format", "html"}, exitUsage, []string{"md or json, not as html"}},
		{[]string{"--json", path}, exitDone, []string{`"baseline": "A"`}}, // without a preset
	})
	out, _, code := said(e, "compare", "--preset", "article", "--json")
	var tables []struct {
		Title string
		Rows  []struct{ Cells []struct{ TPS int } }
	}
	if code != exitDone || json.Unmarshal([]byte(out), &tables) != nil || len(tables) != 4 || tables[0].Rows[0].Cells[0].TPS != 1581 {
		t.Errorf("%s", out)
	}
}

// The table used to predict by published results alone, and models that do not fit.
func TestTheArticleExpectsWhatThisMachinesResultsTell(t *testing.T) {
	known := func(m bench.Model, _ bench.Test) bench.Expected {
		return bench.Expected{SpeedRange: bench.SpeedRange{TPS: 4.5, From: 3.6, To: 5.4}}
	}
	memory := int64(24 << 30)
	here := whatif.Here{Machine: bench.Machine{MemoryBytes: memory}, Expect: known}
	tables, err := article.Tables(published.Load())
	if err != nil {
		t.Fatal(err)
	}
	text := article.Markdown(tables, nil, expectedOn(here))
	for model, want := range map[string]bool{"qwen2 14B": true, "llama 7B": true, "llama 70B": false, "gpt-oss 120B": false} {
		row := text[strings.Index(text, "| "+model):]
		if row, _, _ = strings.Cut(row, "\n"); strings.Contains(row, "expected 3.60 – 5.40 tg") != want {
			t.Errorf("%v: %s", want, row)
		}
	}
}

// The presets of run used to be set here by the same variable, and refused.
func TestTheVariableForPresetsOfRunIsNotForComparisons(t *testing.T) {
	e := shelf(t)
	e.getenv = func(name string) string { return map[string]string{"DRAGSTRIP_PRESET": "quick"}[name] }
	checkCalls(t, e, "compare", []call{{[]string{"--json", reportFile(t, "here", quants("here", "2", 1))}, exitDone, []string{`"baseline": "A"`}}})
}

// A session of questions is printed as another tool prints its results; other
// sessions say how to measure one.
func TestASessionIsPrintedAsAToolDoes(t *testing.T) {
	s := quants("here", "2", 1)
	e := shelf(t)
	plain := reportFile(t, "plain", s)
	s.Jobs[0].Params = bench.Params{bench.PromptText: "question"}
	path := reportFile(t, "here", s)
	checkCalls(t, e, "compare", []call{
		{[]string{"--preset", "lm-studio", path}, exitDone, []string{"| model | engine | answers | tokens per second |", "by dragstrip's clock"}},
		{[]string{"--preset", "lm-studio", "--json", path}, exitDone, []string{`"by_clock": true`}},
		{[]string{"--preset", "lm-studio", plain}, exitFailed, []string{"`dragstrip run MODEL --engine SERVER -text question -p 0 -n 256`"}},
		{[]string{"--preset", "geerling-ollama", path}, exitFailed, []string{"-text questions -p 32"}},
	})
}

// The tables of the presets used to show noisy figures and those of others without
// a sign.
func TestPresetsMarkWhatIsDoubtful(t *testing.T) {
	s := quants("here", "2", 1)
	s.Jobs[0].Model.ParamCount = 6_738_415_616
	s.Jobs[0].Params = bench.Params{bench.PromptText: "question"}
	s.Apply(bench.Event{Seq: 100, Job: "j1", Fact: bench.Warned{Test: s.Jobs[0].Tests[0].Test, Warning: bench.Warning{Code: "other_load", Text: "other programs kept cores busy"}}})
	path := reportFile(t, "here", s)
	e := shelf(t)
	const means = "\n▲: noisy or throttled, its warning says why.\n"
	checkCalls(t, e, "compare", []call{
		{[]string{"--preset", "article", path}, exitDone, []string{"| 128 tg ▲ |", means}},
		{[]string{"--preset", "strix-halo", path}, exitDone, []string{"- only one for tg128: ", "128 t/s ▲", means}},
		{[]string{"--preset", "strix-halo", "--json", path}, exitDone, []string{`"grades": {`, `"tg128": "noisy"`}},
		{[]string{"--preset", "lm-studio", path}, exitDone, []string{"▲ |", means}},
		{[]string{"--preset", "lm-studio", "--json", path}, exitDone, []string{`"grade": "noisy"`}},
	})
	s.Imported = &bench.SessionImported{From: "post.md", ByDragstrip: true}
	checkCalls(t, e, "compare", []call{{[]string{"--preset", "strix-halo", reportFile(t, "there", s)}, exitDone, []string{"(from post.md)"}}})
}

// TestEveryPresetIsAPlan: Plan can take its fields.
func TestEveryPresetIsAPlan(t *testing.T) {
	r := rooms{env: &env{kinds: runner.Known(), getenv: func(string) string { return "" }}}
	for _, p := range givenPresets() {
		if _, err := r.fieldFlags(p.Fields); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	for _, p := range printed.Presets {
		if !slices.ContainsFunc(givenPresets(), func(b tui.Preset) bool {
			return b.Name == p.Name && p.Flags == "-text "+b.Fields["text"]+" -p "+b.Fields["p"]+" -n "+b.Fields["n"]
		}) {
			t.Errorf("Plan has no preset that measures %s (%s)", p.Name, p.Flags)
		}
	}
}

// A draft model is found from any folder, and one that is not there is named.
func TestADraftModelIsAFileThatIsThere(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("small.gguf", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := rooms{env: &env{kinds: runner.Known(), getenv: func(string) string { return "" }}}
	p, err := r.fieldFlags(map[string]string{"md": "none, small.gguf,mtp"})
	if err != nil {
		t.Fatal(err)
	}
	sets, err := p.wishes().Sweep()
	if got := p.wishes().Params[bench.Draft]; err != nil || len(sets) != 9 || len(got) != 3 || !filepath.IsAbs(got[1]) {
		t.Errorf("%q, %d sets, %v", got, len(sets), err)
	}
	if _, err := r.fieldFlags(map[string]string{"md": "big.gguf"}); err == nil || !strings.Contains(err.Error(), "big.gguf: there is no such file") {
		t.Error(err)
	}
}

// Imported results come from another machine. They must never stand in the
// article's column of this machine, although their session is the newest one.
func TestImportedResultsAreNotOfThisMachine(t *testing.T) {
	e := shelf(t)
	table := "| model | test | t/s |\n|---|---|---|\n| llama 7B Q4_0 | tg128 | 46.7 |\n"
	if code, text := importing(t, e, table, "-", "--name", "a mail"); code != exitDone {
		t.Fatal(text)
	}
	if out, problem, code := said(e, "compare", "--preset", "article"); code != exitDone || strings.Contains(out, "this machine |") {
		t.Errorf("exit code %d: %s\n%s", code, problem, out)
	}
	lines, err := e.sessions().Lines(t.Context())
	if err != nil || len(lines) != 1 || lines[0].MeasuredHere() {
		t.Fatalf("%+v %v", lines, err)
	}
	if _, problem, code := said(e, "compare", "--preset", "article", lines[0].Name); code != exitUsage || !strings.Contains(problem, lines[0].Name+" was imported") {
		t.Errorf("exit code %d: %s", code, problem)
	}
	for _, verb := range [][]string{{"compare", "--preset", "article", "last"}, {"compare"}, {"report"}} {
		if _, problem, code := said(e, verb...); code != exitFailed || !strings.Contains(problem, "nothing was measured here yet") || !strings.Contains(problem, lines[0].Name) {
			t.Errorf("%s: exit code %d: %s", verb, code, problem)
		}
	}
}
