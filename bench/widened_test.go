package bench

import (
	"reflect"
	"testing"
)

// A value that is added to a scale stands in its order, and the configurations
// that were there keep their values.
func TestAValueIsAddedToTheScaleOfASearch(t *testing.T) {
	plan := Plan{Tuning: &Tuning{
		Axes:    []TuningAxis{{Name: "n_threads", Values: []string{"2", "8"}, Default: 1, Ordered: true}, {Name: "n_cpu_moe", Values: []string{"24", "12", "auto"}, Default: 2, Ordered: true}, {Name: "flash_attn", Values: []string{"auto", "off"}}},
		Choices: [][]int{{1, 2, 0}, {0, 0, 1}}, Servers: []string{"-t 8", "-t 2"},
	}}
	for _, id := range []string{"a", "b"} {
		plan.Jobs = append(plan.Jobs, Job{ID: id, Tests: []Test{tg}, Repetitions: 1})
	}
	s := tell(plan)
	first := s.Plan.Tuning
	add := func(id string, values ...string) {
		s.say("", JobAdded{Job: Job{ID: id, Tests: []Test{tg}, Repetitions: 1}, Values: values, Server: "-t " + values[0]})
	}
	add("c", "4", "18", "off")
	add("d", "16", "6", "auto")
	want := Tuning{
		Axes:    []TuningAxis{{Name: "n_threads", Values: []string{"2", "4", "8", "16"}, Default: 2, Ordered: true}, {Name: "n_cpu_moe", Values: []string{"24", "18", "12", "6", "auto"}, Default: 4, Ordered: true}, {Name: "flash_attn", Values: []string{"auto", "off"}}},
		Choices: [][]int{{2, 4, 0}, {0, 0, 1}, {1, 1, 1}, {3, 3, 0}}, Servers: []string{"-t 8", "-t 2", "-t 4", "-t 16"},
	}
	if !reflect.DeepEqual(*s.Plan.Tuning, want) || len(s.Jobs) != 4 || len(s.Plan.Jobs) != 4 {
		t.Errorf("%+v, %d jobs", *s.Plan.Tuning, len(s.Jobs))
	}
	if len(first.Choices) != 2 || first.Choices[0][0] != 1 {
		t.Errorf("the search of the plan was changed: %+v", first)
	}
	for name, values := range map[string][]string{"too few values": {"4"}, "no such value": {"4", "18", "on"}, "no number": {"many", "18", "off"}} {
		if s.Plan.Tuning.CanWiden(values) == nil {
			t.Errorf("%s: possible", name)
		}
		add("e", values...)
		if len(s.Plan.Jobs) != 4 {
			t.Errorf("%s: it became a configuration", name)
		}
	}
}
