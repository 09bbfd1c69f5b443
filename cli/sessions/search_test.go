package sessions

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

func TestASearchIsNamedAsOne(t *testing.T) {
	test := bench.Test{Prompt: 512}
	plan := bench.Plan{Schema: bench.Schema, Tuning: &bench.Tuning{
		Axes:  []bench.TuningAxis{{Name: "n_threads", Values: []string{"2", "4"}, Ordered: true}},
		Goals: []bench.TuningGoal{{Prompt: 512}}, Choices: [][]int{{0}, {1}},
	}}
	for i, id := range []string{"j1", "j2"} {
		plan.Jobs = append(plan.Jobs, bench.Job{ID: id, Model: bench.Model{Name: "Tiny"}, Tests: []bench.Test{test}, Repetitions: 1, Params: bench.Params{"n_threads": []string{"2", "4"}[i]}})
	}
	s := bench.Replay([]bench.Event{{Fact: bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: plan}}})
	l := LineOf(s)
	if !strings.HasPrefix(l.What, "search for the best · Tiny") || len(l.Found) != 1 || l.Found[0] != "Prefill: nothing was measured yet." {
		t.Errorf("%q, %q", l.What, l.Found)
	}
	if text := l.Tally().Counted(); text != "0/2 tried" {
		t.Errorf("it is counted as %q", text)
	}
	plan.Tuning = nil
	if l := LineOf(bench.Replay([]bench.Event{{Fact: bench.SessionStarted{Schema: bench.Schema, Session: "s", Plan: plan}}})); len(l.Found) > 0 || strings.Contains(l.What, "search") {
		t.Errorf("an ordinary session is %q, %q", l.What, l.Found)
	}
}
