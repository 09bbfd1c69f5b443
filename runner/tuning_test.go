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

// A search is widened by configurations with a value on each axis. Other jobs
// have no place in it, and once it has its answer, nothing has.
func TestASearchTakesConfigurationsAlone(t *testing.T) {
	s := planned(t, func(p *bench.Plan) {
		p.Tuning = &bench.Tuning{Axes: []bench.TuningAxis{{Name: "n_threads", Values: []string{"2", "4"}, Ordered: true}}, Choices: [][]int{{0}, {1}}}
	}, job("a", "/m1", 1), job("b", "/m1", 1))
	s.Tuner = blocks{{"a"}, {"a", "c"}}
	added, other, late := job("c", "/m1", 1), job("d", "/m1", 1), job("e", "/m1", 1)
	asked := []bench.Control{
		{Verb: bench.ControlAdd, Add: &other},
		{Verb: bench.ControlAdd, Add: &other, Values: []string{"on"}},
		{Verb: bench.ControlAdd, Add: &added, Values: []string{"3"}, Chosen: true},
	}
	sent := false
	s.Poll = func() ([]bench.Control, error) {
		switch last := len(s.Session.Added) == 2; {
		case len(asked) > 0 && len(s.Session.Added) == 1:
			now := asked
			asked = nil
			return now, nil
		case last && !sent:
			s.Session.Added[1].Stage, sent = bench.StageFinal, true
			return []bench.Control{{Verb: bench.ControlAdd, Add: &late, Values: []string{"5"}}}, nil
		}
		return nil, nil
	}
	s.walk(t)
	if c := s.Session.Job("c"); c == nil || c.Outcome != bench.OutcomeDone || len(s.Session.Plan.Jobs) != 3 || s.Session.Plan.Tuning.Axes[0].Values[1] != "3" {
		t.Errorf("c is %+v of %+v", c, s.Session.Plan.Tuning)
	}
	if s.Session.Job("d") != nil || s.Session.Job("e") != nil {
		t.Error("a job that is no configuration, or too late, was added")
	}
}
