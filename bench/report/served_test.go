package report

import (
	"bytes"
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestAServersAnswersAreReported: beside an engine that is no server.
func TestAServersAnswersAreReported(t *testing.T) {
	tg := bench.Test{Generation: 128}
	server := bench.EngineBuild{ID: "s-1", Engine: "server", Traits: bench.Traits{Title: "the server", Tells: true, Fair: bench.Fairness{Timing: "the server was timed through the network"}}}
	model := bench.Model{Name: "M", Path: "/m.gguf"}
	jobs := []bench.Job{
		{ID: "j1", Model: model, Build: bench.EngineBuild{ID: "b-1", Engine: "bench"}, Tests: []bench.Test{tg}, Repetitions: 2, Params: bench.Params{"poll": "0"}},
		{ID: "j2", Model: model, Build: server, Tests: []bench.Test{tg, deep}, Repetitions: 2, Params: bench.Params{"poll": "0"}},
	}
	deep := bench.Test{Generation: 128, Depth: 4096}
	x := bench.Exchange{PromptTokens: 8, Cache: bench.CacheNone, AnswerTokens: 129, FirstPieceNS: 1e6, FirstTokenNS: 5e7, EndNS: 2e9, ServerTPS: 66}
	warm := x
	warm.Cache, warm.PromptTokens = bench.CachePartial, 12
	filled := warm
	filled.ColdTokens, filled.ColdNS = 4096, 31e8
	s := bench.NewSession()
	for i, e := range []bench.Event{
		{Fact: bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: jobs}}},
		{Job: "j2", Fact: bench.ModelLoaded{NS: 1.5e9}},
		{Job: "j2", Fact: bench.SettingsTold{Settings: []bench.Told{{Name: "n_batch", Value: "2048"}, {Name: "slots", Value: "1"}}}},
		{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: tg, SamplesNS: []int64{1.8e9, 1.8e9}}}},
		{Job: "j2", Fact: bench.TestFinished{Result: bench.Result{Test: tg, SamplesNS: []int64{2e9, 2e9}, Exchanges: []bench.Exchange{x, warm}}}},
		{Job: "j2", Fact: bench.TestFinished{Result: bench.Result{Test: deep, SamplesNS: []int64{2e9, 2e9}, Exchanges: []bench.Exchange{filled, warm}}}},
	} {
		e.Seq = int64(i + 1)
		s.Apply(e)
	}
	text := NewPost(s, Options{}).Text
	for _, want := range []string{
		"1st token", "0.0500 s", "66.0 (+3.1 %)", "8–12", "1 none, 1 partial", "j2 (the server) told its settings: batch 2048, slots 1", "j2 (the server) loaded the model in 1.50 s (1 start)",
		"The server was timed through the network", "does not tell whether it uses -poll 0", "on a server by dragstrip", "the server reaches about 90 % in tg128 (too few repetitions for an interval) of the speed of bench, at the same settings: it also", "warm, cold 3.10 s", "Tests at a depth are *warm*",
	} {
		if !strings.Contains(text, want) && !strings.Contains(text, strings.ToLower(want[:1])+want[1:]) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	want := "first token after 0.0500 s, first text after –, first piece after 0.0010 s, end to end 2.00 s, the server itself says 66.0 (+3.1 %), prompt cache 1 none, 1 partial"
	rows := Rows(s)
	if rows[0].Answered() != "" || rows[1].Answered() != want || rows[0].Prepared() != "" {
		t.Errorf("%q, %q, %q", rows[0].Answered(), rows[1].Answered(), rows[0].Prepared())
	}
	if got := rows[1].Prepared() + "; " + rows[2].Prepared(); got != "loaded the model in 1.50 s (1 start); loaded the model in 1.50 s (1 start), depth warm, cold 3.10 s" {
		t.Error(got)
	}
	for form, back := range readBack(t, s) {
		j := back.Job("j2")
		if told, _ := j.ToldOf("n_batch"); told != "2048" || len(j.Loads) != 1 || len(j.Tests[0].Exchanges()) != 2 {
			t.Errorf("read back from %s: told %v, loads %v, %d exchanges", form, j.Told, j.Loads, len(j.Tests[0].Exchanges()))
		}
	}
	var csv bytes.Buffer
	if err := CSV(&csv, s, Options{}); err != nil || !strings.Contains(csv.String(), "first_token_s") {
		t.Errorf("%v\n%s", err, csv.String())
	}
}
