package report

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestAServerOfTheSameFileIsCompared: a server that knows the model by another
// name serves the file that the benchmark reads. It is another build, and the
// sentence says so.
func TestAServerOfTheSameFileIsCompared(t *testing.T) {
	tg := bench.Test{Generation: 128}
	file := bench.Model{Name: "M", Path: "/m.gguf", Format: "gguf", Quant: "Q4_0", SizeBytes: 100, ParamCount: 7}
	served := file
	served.Path, served.Served = "", "m:latest"
	other := served
	other.SizeBytes = 99
	for _, c := range []struct {
		name  string
		model bench.Model
		want  string
	}{
		{"the file", served, "the keeper reaches about 50 % in tg128 (too few repetitions for an interval) of the speed of plain, with a build and settings of its own"},
		{"another file", other, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := bench.NewSession()
			jobs := []bench.Job{
				{ID: "j1", Model: file, Build: bench.EngineBuild{ID: "p-1", Engine: "plain", Version: "1"}, Tests: []bench.Test{tg}, Repetitions: 1},
				{ID: "j2", Model: c.model, Build: bench.EngineBuild{ID: "k-1", Engine: "keeper", Version: "9", Traits: bench.Traits{Title: "the keeper", Fair: bench.Fairness{Timing: "timed from outside"}}}, Tests: []bench.Test{tg}, Repetitions: 1},
			}
			for i, fact := range []bench.Event{
				{Fact: bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: jobs}}},
				{Job: "j1", Fact: bench.TestFinished{Result: bench.Result{Test: tg, SamplesNS: []int64{1e9}}}},
				{Job: "j2", Fact: bench.TestFinished{Result: bench.Result{Test: tg, SamplesNS: []int64{2e9}, Exchanges: []bench.Exchange{{TimedTokens: 128, TimedNS: 2e9}}}}},
			} {
				fact.Seq = int64(i + 1)
				s.Apply(fact)
			}
			got := strings.Join(ServerNotes(s), "\n")
			if (c.want == "") != (got == "") || !strings.HasPrefix(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
			if timed := len(timingNotes(s)) == 1; timed != (c.want != "") {
				t.Errorf("how it was timed is said: %v", timed)
			}
		})
	}
}
