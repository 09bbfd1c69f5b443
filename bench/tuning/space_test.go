package tuning

import (
	"slices"
	"testing"

	"dragstrip/bench"
)

func TestSpaceListsWhatDiffersAndNamesTheRest(t *testing.T) {
	axes := []Axis{
		{Name: "fa", Values: []string{"off", "on"}},
		{Name: "kv", Values: []string{"f16", "q8_0"}},
		{Name: "ubatch", Values: []string{"256", "512", "1024"}, Default: 1, Ordered: true},
	}
	s, err := NewSpace(axes, Rules{
		Same: func(c Configuration) Configuration { return Configuration{c[0], c[1], min(c[2], 1)} }, // a prompt of 512
		Refuse: func(c Configuration) string {
			if c[0] == 0 && c[1] == 1 {
				return "q8_0 needs flash attention"
			}
			return ""
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Configurations) != 6 || len(s.Refused) != 2 || s.Merged != 4 {
		t.Errorf("%d can be tried, %d are refused, %d do the same as others", len(s.Configurations), len(s.Refused), s.Merged)
	}
	if s.Name(0) != "default" || s.Refused[0].Reason != "q8_0 needs flash attention" {
		t.Errorf("the first is %s; refused: %v", s.Name(0), s.Refused[0])
	}
	if name := s.Name(indexOf(t, s, 1, 1, 0)); name != "fa on, kv q8_0, ubatch 256" {
		t.Errorf("it is called %q", name)
	}
}

func TestSpaceRefusesADefaultThatCannotBeMeasured(t *testing.T) {
	axes := []Axis{{Name: "fa", Values: []string{"off", "on"}}}
	if _, err := NewSpace(axes, Rules{Refuse: func(Configuration) string { return "does not fit" }}); err == nil {
		t.Error("no error")
	}
	s, err := NewSpace([]Axis{axes[0], {Name: "kv", Values: []string{"f16", "q8_0", "q4_0"}, Default: 0}}, Rules{Refuse: func(c Configuration) string {
		if c[1] == 0 {
			return "too large"
		}
		return ""
	}})
	if err != nil || s.DefaultRefused != "too large" || !slices.Equal(s.Configurations[0], Configuration{0, 1}) || len(s.Configurations) != 4 || len(s.Refused) != 2 {
		t.Errorf("nothing stands for a default that cannot be tried: %v %+v", err, s)
	}
	if _, err := NewSpace([]Axis{{Name: "fa"}}, Rules{}); err == nil {
		t.Error("an axis without values is no error")
	}
	many := Axis{Name: "n", Values: make([]string, 400)}
	if _, err := NewSpace([]Axis{many, many}, Rules{}); err == nil {
		t.Error("160 000 combinations are no error")
	}
}

func TestSpeedOfAMix(t *testing.T) {
	g := Goal{Prompt: 1000, Generation: 100, Depth: 4096}
	of := map[bench.Test]float64{{Prompt: 1000, Depth: 4096}: 1000, {Generation: 100, Depth: 4096}: 10}
	if speed := g.Speed(of); speed != 100 { // 1100 tokens in 1 s and 10 s
		t.Errorf("the speed is %v", speed)
	}
	delete(of, bench.Test{Generation: 100, Depth: 4096})
	if speed := g.Speed(of); speed != 0 {
		t.Errorf("without one of its tests the speed is %v", speed)
	}
	if (Goal{Depth: 3}).Validate() == nil {
		t.Error("a goal without tokens is valid")
	}
}
