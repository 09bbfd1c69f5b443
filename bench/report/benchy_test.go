package report

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"strings"
	"testing"
	"time"

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
	found, err = imported.Read([]byte(b.String()), imported.Hints{})
	if err != nil || len(found.Figures) != 2 {
		t.Fatalf("%v: %+v", err, found)
	}
	for i, requests := range []string{"", "2"} { // the speed of all requests together
		if f := found.Figures[i]; f.Params[bench.Concurrency] != requests || f.TPS != []float64{100, 190}[i] || f.Machine != "" {
			t.Errorf("%+v", f)
		}
	}
}

// The configurations of a table that was read back used to be "not stated": the
// lines below the tables, which named their builds and flags, were for people only.
func TestLlamaBenchysTableKeepsItsConfigurations(t *testing.T) {
	s := bench.NewSession()
	test := bench.Test{Generation: 128}
	plan := bench.Plan{}
	for i, fa := range []string{"on", "off"} {
		build := bench.EngineBuild{ID: "b-1", Engine: "llama.cpp", Version: "0.7.0", Number: 11669, Backends: []string{"Vulkan"}, Env: []string{"GGML_VK_DISABLE_F16=1", "HF_TOKEN=opensesame"}}
		plan.Jobs = append(plan.Jobs, bench.Job{ID: fmt.Sprint("j", i+1), Model: bench.Model{Name: "M", Quant: "Q4_0", Path: "/m.gguf", Format: "gguf", StandIn: true}, Build: build, Tests: []bench.Test{test}, Repetitions: 2, Params: bench.Params{"flash_attn": fa, "devices": "Vulkan0"}})
	}
	for i, e := range []bench.Event{
		{Fact: bench.SessionStarted{Session: "s", Plan: plan}},
		{Fact: bench.MachineDescribed{Machine: bench.Machine{Line: "Box --> of \"x\" | y"}}},
		{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{1.28e9, 2.56e9}, Threads: 6}}},
		{Job: "j2", Fact: bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{1.28e9, 1.28e9}, Threads: 6}}},
	} {
		e.Seq, e.Time = int64(i+1), time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
		s.Apply(e)
	}
	var b strings.Builder
	if err := BenchyTable(&b, s, Options{}); err != nil || strings.Contains(b.String(), "opensesame") {
		t.Fatal(err, b.String())
	}
	// A table of somebody else before it is not dragstrip's.
	text := "| model | test | t/s | ttfr (ms) |\n|---|---|---|---|\n| M Q4_0 | tg128 | 5.00 ± 1.00 | |\n\nllama-benchy (0.4.0)\n\n" + b.String()
	found, err := imported.Read([]byte(text), imported.Hints{})
	if err != nil || len(found.Figures) != 3 {
		t.Fatalf("%v\n%+v\n%s", err, found, text)
	}
	if f := found.Figures[0]; f.Engine != "" || len(f.Params) > 0 || f.StdDev != 1 {
		t.Errorf("%+v", f)
	}
	for i, fa := range []string{"on", "off"} {
		f := *found.Figures[i+1]
		if f.Model != "M" || f.Quant != "Q4_0" || !f.StandIn || f.Engine != "llama.cpp" || f.Version != "0.7.0" || f.Number != 11669 || f.Backend != "Vulkan" || f.Format != "gguf" || f.Threads != 6 || f.N != 2 || f.Machine != "Box --> of \"x\" | y" ||
			f.Params.String() != (bench.Params{"flash_attn": fa, "devices": "Vulkan0"}).String() || len(f.Stated) == 0 || f.Stated[0] != "GGML_VK_DISABLE_F16=1" || !f.When.Equal(s.Started) {
			t.Errorf("%+v", f)
		}
	}
	if got := found.Figures[1].StdDev; math.Abs(got-35.36) > 0.01 { // of 100 and 50 t/s
		t.Errorf("deviation %g", got)
	}
}

// The doubts stood only in the lines for people, so a table that was read back was
// without any.
func TestLlamaBenchysTableKeepsItsDoubts(t *testing.T) {
	pp, deep := bench.Test{Prompt: 512}, bench.Test{Generation: 128, Depth: 4096}
	s := bench.NewSession()
	job := bench.Job{ID: "j1", Model: bench.Model{Name: "M", Quant: "Q4_0", Path: "/m.gguf"}, Build: bench.EngineBuild{ID: "s-1", Engine: "server"}, Tests: []bench.Test{pp, deep}, Repetitions: 2}
	busy := bench.Warning{Code: "other_load", Text: "other programs keep 1 --> | of 2 cores busy", Remedy: "wait"}
	wide := bench.Warning{Code: "wide", Text: "wide interval: over ±100 %", Remedy: bench.KindOf("wide").Remedy}
	cold := bench.Exchange{FirstPieceNS: 1e8, FirstTokenNS: 1e8, TimedTokens: 128, TimedNS: 1.28e9, ColdTokens: 4096, ColdNS: 4.096e9}
	for i, e := range []bench.Event{
		{Fact: bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: []bench.Job{job}}}},
		{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: pp, SamplesNS: []int64{5.12e8, 5.12e8}}}},
		{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: deep, SamplesNS: []int64{1.28e9, 1.28e9}, Exchanges: []bench.Exchange{cold, cold}}}},
	} {
		e.Seq = int64(i + 1)
		s.Apply(e)
	}
	s.Jobs[0].Tests[1].Warnings = []bench.Warning{busy, wide, {Code: "virtual", Text: "this is a virtual machine"}}
	var text bytes.Buffer
	for written := range 2 {
		text.Reset()
		if err := BenchyTable(&text, s, Options{}); err != nil {
			t.Fatal(err)
		}
		back := importedAgain(t, text.Bytes())
		got := map[string]string{}
		for _, row := range Rows(back) {
			got[row.Test.Test.String()] = fmt.Sprint(row.Grade, row.Doubts)
		}
		want := map[string]string{
			"pp512": fmt.Sprint(bench.GradePublished, []bench.Warning(nil)), "pp4096": fmt.Sprint(bench.GradeNoisy, []bench.Warning{busy}),
			"tg128@d4096": fmt.Sprint(bench.GradeNoisy, []bench.Warning{busy, wide}),
		}
		if !maps.Equal(got, want) {
			t.Errorf("written %d times: %v of\n%s", written+1, got, text.String())
		}
		s = back // what was read back is written with the same doubts
	}
}

// The table used to name the backend of a build although the CPU computed.
func TestLlamaBenchysTableNamesWhatComputed(t *testing.T) {
	s := bench.NewSession()
	test := bench.Test{Generation: 128}
	plan := bench.Plan{Jobs: []bench.Job{{
		ID: "j1", Model: bench.Model{Name: "M", Quant: "Q4_0", Path: "/m.gguf", Format: "gguf"}, Tests: []bench.Test{test}, Repetitions: 2,
		Build: bench.EngineBuild{ID: "b-1", Engine: "llama.cpp", Version: "0.7.0", Number: 11669, Backends: []string{"Vulkan", "CPU"}}, Params: bench.Params{"devices": "none"},
	}}}
	for i, e := range []bench.Event{
		{Fact: bench.SessionStarted{Session: "s", Plan: plan}},
		{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{1.28e9, 2.56e9}, Backend: "Vulkan"}}},
	} {
		e.Seq, e.Time = int64(i+1), time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
		s.Apply(e)
	}
	var b strings.Builder
	if err := BenchyTable(&b, s, Options{}); err != nil || !strings.Contains(b.String(), "on llama.cpp 0.7.0 b11669 CPU (Vulkan build)") {
		t.Errorf("%v\n%s", err, b.String())
	}
	found, err := imported.Read([]byte(b.String()), imported.Hints{})
	if err != nil || len(found.Figures) != 1 || found.Figures[0].Backend != "CPU" {
		t.Errorf("%v, %+v", err, found.Figures)
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
	other = *rows[0].Job
	other.Stated = []string{"driver Y"}
	rows[1].Job = &other
	if parts := benchyParts(rows); len(parts) < 2 {
		t.Errorf("%d tables for two drivers", len(parts))
	}
}

// plainly is a table without escapes and without the padding of its cells.
func plainly(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\\_", "_", "\\-", "-").Replace(text)), " ")
}
