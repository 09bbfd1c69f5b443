package runner

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

// blocks is a search that was decided before.
type blocks [][]string

func (b blocks) Next(s *bench.Session) (bench.RepetitionsAdded, bool) {
	n := len(s.Added)
	if n >= len(b) {
		return bench.RepetitionsAdded{}, false
	}
	return bench.RepetitionsAdded{Round: s.Rounds(), Tests: s.Jobs[0].Job.Tests, Repetitions: 1, Jobs: b[n], Stage: "search"}, true
}

func (blocks) WhyNot(*bench.Session, string) string { return "slower ones are like it" }

func TestSearchMeasuresItsBlocksInTheirOrder(t *testing.T) {
	s := planned(t, func(p *bench.Plan) {
		p.Tuning = &bench.Tuning{Axes: []bench.TuningAxis{{Name: "model", Values: []string{"a", "b", "c"}}}, Choices: [][]int{{0}, {1}, {2}}}
	}, job("a", "/m1", 1), job("b", "/m2", 1), job("c", "/m3", 1))
	s.Tuner = blocks{{"a"}, {"b", "a"}, {"a", "b"}}
	s.walk(t)
	if got := strings.ReplaceAll(s.order(), "+", " "); got != "a b a a b" {
		t.Errorf("measured %s", got)
	}
	c := s.Session.Job("c")
	if c.Outcome != bench.OutcomeSkipped || c.Reason != "slower ones are like it" {
		t.Errorf("the job that was never measured ended as %s: %s", c.Outcome, c.Reason)
	}
	if a := s.Session.Job("a"); a.Outcome != bench.OutcomeDone || len(a.Tests[0].Results) != 3 {
		t.Errorf("a ended as %s with %d results", a.Outcome, len(a.Tests[0].Results))
	}
	if outcome := s.Session.OutcomeOfTests(); outcome != bench.OutcomeDone {
		t.Errorf("the session ended as %s", outcome)
	}
}
