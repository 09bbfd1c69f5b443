package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestCompareSetsReportsSideBySide compares two sessions of one model with
// different numbers of threads, and the models of one session as columns.
func TestCompareSetsReportsSideBySide(t *testing.T) {
	one, two := reportFile(t, "one", quants("one", "2", 1)), reportFile(t, "two", quants("two", "4", 1.5))
	foreign := filepath.Join(t.TempDir(), "foreign.md")
	if err := os.WriteFile(foreign, []byte("| model | test | t/s |\n| --- | --- | --- |\n| M Q4_0 | tg128 | 88.0 |\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := shelf(t)
	checkCalls(t, e, "compare", []call{
		{[]string{one, two}, exitDone, []string{"<summary>B against A</summary>", "-t (2, 4)", "| A: 2 threads", "M Q4\\_0", "M Q8\\_0", "+50.0 %"}},
		{[]string{"--by", "model", one}, exitDone, []string{"| A (baseline) | M Q4\\_0", "| B            | M Q8\\_0", "<summary>B against A</summary>", "-50.0 %"}},
		{[]string{"--by", "model", "--baseline", "b", one}, exitDone, []string{"B (baseline)", "<summary>A against B</summary>", "+100 %"}},
		{[]string{"--baseline", "Q", one, two}, exitUsage, []string{"there is no such column; A: "}},
		{[]string{"--by", "flags", one, two}, exitDone, []string{"2 threads", "4 threads", "+50.0 %", "| M Q4\\_0 · tg128"}},
		{[]string{"--by", "engine", one, two}, exitDone, []string{"note: all results have the same engine", "without --by, every configuration is a column"}},
		{[]string{"--by", "colour", one}, exitUsage, []string{"--by colour: it must be one of model, engine, build, flags, machine"}},
		{[]string{"--format", "pdf", one}, exitUsage, []string{"--format pdf: it must be one of md, html, json, csv"}},
		{[]string{"--json", "--by", "model", one}, exitDone, []string{`"by": "model"`, `"verdict": "slower"`}},
		{[]string{"--format", "csv", one, two}, exitDone, []string{"column,is_baseline,row_model", "ratio_low"}},
		{[]string{"--format", "html", one, two}, exitDone, []string{"<h1>Side by side</h1>", "<svg", "What is compared"}},
		{[]string{one, foreign, "--by", "machine"}, exitDone, []string{"published, no verdict", "from foreign.md", "88.0"}},
		{[]string{"M1 Ultra 48", "M2 Ultra 60", "--by", "machine"}, exitDone, []string{"Apple M1 Ultra (48-core GPU)", "Apple M2 Ultra (60-core GPU)", "| llama 7B Q4\\_0"}},
		{[]string{"no such thing"}, exitFailed, []string{"no chip has these words in its name"}},
		{[]string{filepath.Join(t.TempDir(), "none.md")}, exitFailed, []string{"there is no report"}},
	})
	path := filepath.Join(t.TempDir(), "side.md")
	if _, problem, code := said(e, "compare", one, two, "-o", path); code != exitDone {
		t.Fatal(problem)
	}
	if text, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(text), "# dragstrip: side by side") {
		t.Errorf("%v: %s", err, text)
	}
}

// A session and its report used to be two columns, whose comparison with each
// other made the other verdicts stricter.
func TestOneMeasurementIsComparedOnce(t *testing.T) {
	one, again, two := reportFile(t, "one", quants("one", "2", 1)), reportFile(t, "again", quants("one", "2", 1)), reportFile(t, "two", quants("two", "4", 1.5))
	e := shelf(t)
	alone, _, _ := said(e, "compare", one)
	for _, twice := range []string{one, again} {
		out, problem, code := said(e, "compare", one, twice)
		if code != exitDone || out != alone || !strings.Contains(problem, "(session one), so it is shown once; there is nothing to compare it with") {
			t.Errorf("exit code %d: %s\n%s", code, problem, out)
		}
	}
	both, _, _ := said(e, "compare", one, two)
	out, problem, code := said(e, "compare", one, two, again, one)
	if code != exitDone || out != both || strings.Contains(problem, "nothing to compare") {
		t.Errorf("exit code %d: %s\n%s", code, problem, out)
	}
	for _, part := range []string{again + " is the same measurement as " + one + " (session one), so it is shown once\n", one + " was named more than once (session one)"} {
		if !strings.Contains(problem, part) {
			t.Errorf("no %q in %s", part, problem)
		}
	}
}

// quants is a session of two quantizations of one model. The second one takes
// twice as long.
func quants(id, threads string, faster float64) *bench.Session {
	test := bench.Test{Generation: 128}
	plan := bench.Plan{Rounds: 6}
	for i, quant := range []string{"Q4_0", "Q8_0"} {
		plan.Jobs = append(plan.Jobs, bench.Job{
			ID: "j" + string(rune('1'+i)), Repetitions: 6, Tests: []bench.Test{test}, Params: bench.Params{"n_threads": threads},
			Model: bench.Model{Name: "M", Quant: quant, Path: "/m/" + quant + ".gguf", Format: "gguf"},
			Build: bench.EngineBuild{ID: "b", Engine: "llama.cpp", Version: "1", Prefix: []string{"llama-bench"}},
		})
	}
	events := []bench.Fact{bench.SessionStarted{Schema: bench.Schema, Session: id, Plan: plan}}
	jobs := []string{""}
	for i, j := range plan.Jobs {
		for r := range 6 {
			ns := int64(1e9 * float64(i+1) * (1 + float64(r%3)/1000) / faster)
			events, jobs = append(events, bench.TestFinished{Result: bench.Result{Test: test, Round: r, SamplesNS: []int64{ns}}}), append(jobs, j.ID)
		}
	}
	s := bench.NewSession()
	for i, f := range events {
		s.Apply(bench.Event{Seq: int64(i + 1), Job: jobs[i], Fact: f})
	}
	return s
}
