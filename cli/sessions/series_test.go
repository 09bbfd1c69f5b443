package sessions

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// One model over eight days: it became slower with a new build. Another model is
// another series.
func TestASeriesSaysWhereItChanged(t *testing.T) {
	s := sinceShelf(t)
	for day := 1; day <= 8; day++ {
		build, tps := 100, 50+float64(day%3)/10
		if day > 4 {
			build, tps = 101, 45+float64(day%3)/10
		}
		s.put(t, day, speed{model: "Qwen3 8B", number: build, tps: tps}, speed{model: "other", number: 100, tps: 20})
	}
	series, err := s.Series(context.Background(), []string{"qwen3", "8b"})
	if err != nil || len(series) != 1 || len(series[0].Points) != 8 || series[0].Test != "tg128" {
		t.Fatalf("%v, %+v", err, series)
	}
	for i, p := range series[0].Points {
		if changed := i == 4; (p.Change != 0) != changed || p.NewBuild != changed || changed && (p.Change > -0.08 || p.Change < -0.12) {
			t.Errorf("session %d: %+v", i, p)
		}
	}
	if all, err := s.Series(context.Background(), nil); err != nil || len(all) != 2 {
		t.Errorf("%v, %+v", err, all)
	}
	if none, err := s.Series(context.Background(), []string{"nosuch"}); err != nil || len(none) != 0 {
		t.Errorf("%v, %+v", err, none)
	}
}

// Figures that every other place marks as doubtful used to be listed without a
// mark.
func TestListsSayWhichFiguresAreDoubtful(t *testing.T) {
	s := sinceShelf(t)
	s.put(t, 1, speed{model: "Qwen3 8B", number: 100, tps: 50, noisy: true})
	s.put(t, 2, speed{model: "Qwen3 8B", number: 100, tps: 50})
	series, err := s.Series(t.Context(), nil)
	if err != nil || len(series) != 1 || len(series[0].Points) != 2 || series[0].Points[0].Grade != bench.GradeNoisy || series[0].Points[1].Grade == bench.GradeNoisy || !series[0].IsDoubtful() {
		t.Errorf("%v, %+v", err, series)
	}
	lines, err := s.Lines(t.Context())
	if err != nil || len(lines) != 2 || lines[1].BestGrade != bench.GradeNoisy || lines[1].Figures[0].Grade != bench.GradeNoisy {
		t.Errorf("%v, %+v", err, lines)
	}
}

// Three series used to have one heading: one model with and without a variable,
// and a copy of its file.
func TestEverySeriesHasAHeadingOfItsOwn(t *testing.T) {
	s := sinceShelf(t)
	off := []string{"GGML_VK_DISABLE_F16=1", "HF_TOKEN=hunter2"}
	lazy := []string{"-lzm", "on"}
	for day := 1; day <= 2; day++ {
		s.put(t, day, speed{model: "tiny", number: 100, tps: 20}, speed{model: "tiny", number: 100, tps: 10, env: off}, speed{model: "tiny", number: 100, tps: 20, file: "copy"}, speed{model: "tiny", number: 100, tps: 30, words: lazy})
	}
	series, err := s.Series(context.Background(), []string{"tiny"})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, one := range series {
		said = append(said, one.How)
	}
	if got, want := strings.Join(said, "\n"), "tiny.gguf\nGGML_VK_DISABLE_F16=1 HF_TOKEN=…\ncopy.gguf\n-lzm on"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A change is looked for only if the times of repetitions are known. Another
// dragstrip names its machine, so its sessions are of one source, whatever their
// files are called.
func TestImportedResultsAreSeriesOfTheirOwn(t *testing.T) {
	s := sinceShelf(t)
	for day := 1; day <= 8; day++ {
		tps := 50 + float64(day%3)/10
		if day > 4 {
			tps *= 0.9
		}
		s.put(t, day, speed{model: "Qwen3 8B", number: 100, tps: 20}) // here nothing changed
		for _, kind := range []struct {
			from, host string
			means      bool
		}{{"a mail", "", true}, {"times.json", "", false}, {fmt.Sprint("night", day), "mac", false}} {
			s.putImported(t, day, kind.from, kind.host, tps, kind.means)
		}
	}
	series, err := s.Series(context.Background(), []string{"qwen3"})
	if err != nil || len(series) != 4 {
		t.Fatalf("%v, %+v", err, series)
	}
	for i, want := range []struct {
		from    string
		changed bool
	}{{"", false}, {"from a mail (J. Doe)", false}, {"from times.json (J. Doe)", true}, {"from another dragstrip (J. Doe)", true}} {
		one := series[i]
		if one.Imported != want.from || len(one.Points) != 8 || (one.Points[4].Change != 0) != want.changed {
			t.Errorf("%+v, want %+v", one, want)
		}
	}
	if p := series[1].Points[1]; p.Day != "2026-10-02" || !p.NewBuild {
		t.Errorf("%+v", p)
	}
}

// putImported keeps a session that somebody else measured in October.
func (s Shelf) putImported(t *testing.T, day int, from, host string, tps float64, means bool) {
	t.Helper()
	test := bench.Test{Generation: 128}
	job := bench.Job{ID: "j1", Model: bench.Model{Name: "Qwen3 8B", Path: "qwen.gguf"}, Build: bench.EngineBuild{Engine: "zephyr", Version: fmt.Sprint("v", day)}, Tests: []bench.Test{test}, Repetitions: 6}
	result := bench.Result{Test: test, SamplesNS: slices.Repeat([]int64{int64(128e9 / tps)}, 6)}
	if means {
		result.SamplesNS, result.Published = nil, &bench.Published{TPS: tps}
	}
	when := time.Date(2026, 10, day, 12, 0, 0, 0, time.UTC)
	plan := bench.Plan{Asked: when, Jobs: []bench.Job{job}}
	_, err := s.Store.Keep(&plan, func(yield func(bench.Event) bool) {
		for i, fact := range []bench.Fact{
			bench.SessionStarted{Schema: bench.Schema, Session: plan.Session, Plan: plan},
			bench.SessionImported{From: from, Who: "J. Doe", Read: when.AddDate(0, 1, 0), ByDragstrip: host != ""},
			bench.MachineDescribed{Machine: bench.Machine{Line: "Mac", HostName: host}},
			bench.TestFinished{Result: result},
			bench.SessionFinished{Outcome: bench.OutcomeDone},
		} {
			e := bench.Event{Seq: int64(i + 1), Time: when, Fact: fact}
			if i == 3 {
				e.Job = job.ID
			}
			if !yield(e) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The names that other commands take used to be unknown here.
func TestAModelIsFoundByTheNamesThatOtherCommandsTake(t *testing.T) {
	for words, want := range map[string]bool{
		"tiny": true, "tiny:q4_0": true, "Tiny Q4_0": true, "tiny:q8_0": false, "llama": false, "someone/Tiny": true,
	} {
		if got := HoldsAll("Tiny Q4_0 (stand-in)", strings.Fields(words)); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
	if !HoldsAll("Llama 3.2 1B Q4_0", []string{"llama-3.2-1b:q4_0"}) {
		t.Error("a name with hyphens is not found")
	}
	for words, want := range map[string]bool{
		"llama3.2:1b": true, "llama3.2:latest": true, "llama3.2:3b": false, "llama 1b": true, "Qwen/": false, "meta/Llama/": true,
	} {
		if got := HoldsAll("Llama 3.2 1B Q4_0", strings.Fields(words)); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
}
