package planning

import (
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// TestAValueThatTheBuildRefusesIsNotPlanned: it used to fail only when it was
// measured.
func TestAValueThatTheBuildRefusesIsNotPlanned(t *testing.T) {
	b := ggufBuild
	b.Traits.Choices = []bench.Choice{{Key: "type_k", Values: []string{"f16", "q8_0"}, Also: []string{"turbo3"}}, {Key: "n_cpu_moe", Values: []string{"0"}, Since: "b9"}}
	b.Traits.Conflicts = []bench.Conflict{{Key: "type_v", Values: []string{"q8_0"}, With: "flash_attn", Are: []string{"off"}, Why: "cannot do both"}}
	for _, c := range []struct {
		params map[string][]string
		wrong  string // how the error begins
		note   string
	}{
		{map[string][]string{"type_k": {"f16,q8_0", "turbo3"}, "n_cpu_moe": {"0"}}, "", ""},
		{map[string][]string{"type_k": {"f16,q9"}}, "-ctk q9: ", ""},
		{map[string][]string{"n_cpu_moe": {"2"}}, "-ncmoe 2: ", ""},
		{map[string][]string{"type_v": {"q8_0"}, "flash_attn": {"off"}}, "-ctv q8_0 -fa off: ", ""},
		{map[string][]string{"type_v": {"f16,q8_0"}, "flash_attn": {"on,off"}}, "", "-ctv q8_0 -fa off: "},
	} {
		plan, err := Wishes{Repetitions: 6, Params: c.params}.Plan(given([]bench.Model{ggufModel}, b))
		if c.wrong != "" {
			if err == nil || !strings.HasPrefix(err.Error(), c.wrong) {
				t.Errorf("%v: %v", c.params, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%v: %v", c.params, err)
			continue
		}
		if notes := strings.Join(plan.Notes(), "\n"); !strings.HasPrefix(notes, c.note) || (c.note == "") != (notes == "") {
			t.Errorf("%v: notes %q", c.params, notes)
		}
	}
}

func TestASearchTriesNoValueThatNoBuildTakes(t *testing.T) {
	old, newer := ggufBuild, ggufBuild
	old.ID, old.Version = "old", "1"
	old.Traits.Choices = []bench.Choice{{Key: "type_k", Values: []string{"f16"}}, {Key: "flash_attn", Values: []string{"off"}}}
	newer.ID, newer.Version = "newer", "2"
	newer.Traits.Conflicts = quantizedCache
	w := TuneWishes{Goals: []tuning.Goal{{Generation: 64}}, Values: map[string][]string{tuning.AxisCache: {"f16,q8_0"}, "flash_attn": {"on,off"}, "n_threads": {"2"}}}
	if _, err := (TuneWishes{Goals: w.Goals, Values: map[string][]string{tuning.AxisCache: {"f16,q8_0"}}}).Tune(tuneGiven(old)); err == nil || !strings.HasPrefix(err.Error(), "-kv q8_0: ") {
		t.Errorf("no build takes it: %v", err)
	}
	early := old
	early.Traits.Choices = []bench.Choice{{Key: "flash_attn", Values: []string{"on", "off"}}}
	if plan, err := (TuneWishes{Goals: w.Goals}).Tune(tuneGiven(early)); err != nil || !strings.Contains(plan.Jobs[0].Params.String(), "-fa on") {
		t.Errorf("nobody asked for -fa auto: %v", err)
	}
	plan, err := w.Tune(tuneGiven(newer, old))
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range plan.Jobs {
		if no := j.Build.NotTaken(j.Params); no != "" {
			t.Errorf("tried: %s", no)
		}
	}
	if len(plan.Jobs) != 4 || !strings.Contains(strings.Join(plan.Tuning.LeftOut, "\n"), "does not take this") {
		t.Errorf("%d jobs, left out: %q", len(plan.Jobs), plan.Tuning.LeftOut)
	}
}
