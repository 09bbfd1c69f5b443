package report

import (
	"bytes"
	"testing"

	"dragstrip/bench"
)

// BenchmarkReadManyRounds reads a report with as many rounds as are allowed. It
// took minutes when each round judged the whole test again.
func BenchmarkReadManyRounds(b *testing.B) {
	t := newTeller()
	j := measuredJob("j1", "M 1B", "b1", 1e9)
	j.Job.Tests, j.Job.Repetitions = []bench.Test{tg128}, bench.MaxRepetitions
	t.tell("", bench.SessionStarted{Session: "s", Plan: bench.Plan{Rounds: bench.MaxRepetitions, Jobs: []bench.Job{j.Job}}})
	t.tell("j1", bench.Warned{Warning: bench.Warning{Code: "of_a_later_version", Text: "x"}, Test: tg128})
	for round := range bench.MaxRepetitions {
		t.tell("j1", bench.TestFinished{Result: bench.Result{Test: tg128, Round: round, SamplesNS: []int64{1e9 + int64(round%7)*1e6}}})
	}
	t.tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	var text bytes.Buffer
	if err := WriteRecipe(&text, t.s, Options{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Read(text.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
