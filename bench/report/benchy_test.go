package report

import (
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/imported"
)

// TestLlamaBenchysTable has its columns, its names of tests, and its way to
// compute a deviation; dragstrip reads it as it reads llama-benchy's own.
func TestLlamaBenchysTable(t *testing.T) {
	pp, deep := bench.Test{Prompt: 512}, bench.Test{Generation: 128, Depth: 4096}
	s := bench.NewSession()
	job := bench.Job{ID: "j1", Model: bench.Model{Name: "M", Quant: "Q4_0", Path: "/m.gguf"}, Build: bench.EngineBuild{ID: "s-1", Engine: "server"}, Tests: []bench.Test{pp, deep}, Repetitions: 2, Params: bench.Params{"n_threads": "2"}}
	x := func(ns, cold int64) bench.Exchange {
		return bench.Exchange{FirstPieceNS: ns, FirstTokenNS: ns, TimedTokens: 512, TimedNS: ns, ColdTokens: int(cold / 1e6), ColdNS: cold}
	}
	for i, e := range []bench.Event{
		{Fact: bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: []bench.Job{job}}}},
		{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: pp, SamplesNS: []int64{5.12e8, 2.56e8}, Exchanges: []bench.Exchange{x(5.12e8, 0), x(2.56e8, 0)}}}},
		{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: deep, SamplesNS: []int64{1.28e9, 1.28e9}, Exchanges: []bench.Exchange{x(1e8, 4.096e9), x(1e8, 0)}}}},
	} {
		e.Seq = int64(i + 1)
		s.Apply(e)
	}
	var b strings.Builder
	if err := BenchyTable(&b, s, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| model | test | t/s | peak t/s | ttfr (ms) | est_ppt (ms) | e2e_ttft (ms) |",
		"| M Q4_0 | pp512 | 1500.00 ± 500.00 | | 384.00 ± 128.00 | 384.00 ± 128.00 | 384.00 ± 128.00 |",
		"| M Q4_0 | ctx_pp @ d4096 | 1000.00 ± 0.00 | | 4096.00 ± 0.00 |",
		"| M Q4_0 | tg128 @ d4096 | 100.00 ± 0.00 | | |",
		"measured by dragstrip on server, -t 2,",
	} {
		if !strings.Contains(plainly(b.String()), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	found, err := imported.Read([]byte(b.String()), imported.Hints{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range found.Figures {
		names = append(names, f.Test.String())
	}
	if got := strings.Join(names, " "); got != "pp512 pp4096 tg128@d4096" {
		t.Errorf("read back: %s (%+v)", got, found)
	}
	b.Reset()
	if err := BenchyTable(&b, crowded(t, bench.Test{Generation: 128}, 100, 190), Options{}); err != nil || !strings.Contains(plainly(b.String()), "tg128 (c2) | 190.00 ± 0.00 | 95.00 ± 0.00 |") || !strings.Contains(plainly(b.String()), "| t/s (total) | t/s (req)") {
		t.Errorf("%v\n%s", err, b.String())
	}
}

// Imported results used to be called measured by dragstrip, and builds without
// IDs were one.
func TestLlamaBenchysTableOfImportedResults(t *testing.T) {
	s := importedSession(t)
	var b strings.Builder
	if err := BenchyTable(&b, s, Options{}); err != nil || strings.Contains(b.String(), "by dragstrip") || !strings.Contains(b.String(), "measured by somebody else on") {
		t.Errorf("%v\n%s", err, b.String())
	}
	rows := Rows(s)
	other := *rows[1].Job
	other.Build.Engine = "another"
	rows[1].Job = &other
	if parts := benchyParts(rows); len(parts) < 2 {
		t.Errorf("%d tables", len(parts))
	}
}

// plainly is a table without escapes and without the padding of its cells.
func plainly(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\\_", "_", "\\-", "-").Replace(text)), " ")
}
