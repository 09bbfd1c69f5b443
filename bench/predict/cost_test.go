package predict

import (
	"testing"
	"time"

	"dragstrip/bench"
)

func TestPlansAddUp(t *testing.T) {
	other := model
	other.Path = "/other"
	p := &bench.Plan{Rounds: 2, Sentinel: true, Jobs: []bench.Job{
		{ID: "j1", Model: model, Tests: []bench.Test{{Generation: 100}}, Repetitions: 6, DelaySeconds: 1},
		{ID: "j2", Model: model, Tests: []bench.Test{{Prompt: 100}}, Repetitions: 6, NoWarmup: true},
		{ID: "j3", Model: other, Tests: []bench.Test{{Prompt: 100}}, Repetitions: 1},
	}}
	c := costOf(p, 2, even{})
	// The first job has six repetitions of 10 s, and in each of two rounds a
	// rest of a second and a warm-up of a tenth of a second. The second has six
	// repetitions of a second without a warm-up. The third has one repetition
	// in one round, with a warm-up as long as itself.
	if c.Jobs[0] != 62200*time.Millisecond || c.Jobs[1] != 6*time.Second || c.Jobs[2] != 2*time.Second {
		t.Errorf("jobs %v", c.Jobs)
	}
	// The first two share a loading in each round.
	if c.Load != 3*time.Second {
		t.Errorf("loading %v", c.Load)
	}
	if want := time.Second + 61100*time.Millisecond; c.Sentinel != want {
		t.Errorf("sentinel %v, want %v", c.Sentinel, want)
	}
	if c.Total != c.Jobs[0]+c.Jobs[1]+c.Jobs[2]+c.Load+c.Sentinel || c.CoolDown != 0 {
		t.Errorf("%+v", c)
	}
	p.Probe, p.Hash = true, true
	if c := costOf(p, 2, even{}); c.Around != time.Second+4*time.Second+6*time.Second {
		t.Errorf("a look, two probes and two models' digests: %v", c.Around)
	}
	p.CoolDown = time.Minute
	// With cool-downs, no two jobs share a start: the jobs have two, two and
	// one, and the sentinel has one.
	if c := costOf(p, 2, even{}); c.Load != 5*time.Second || c.CoolDown != 6*time.Minute {
		t.Errorf("with cool-downs %+v", c)
	}
}

func TestADepthIsFilledOnce(t *testing.T) {
	p := &bench.Plan{Jobs: []bench.Job{{
		ID: "j1", Model: model, NoWarmup: true, Repetitions: 2,
		Tests: []bench.Test{{Prompt: 100, Depth: 1000}, {Generation: 10, Depth: 1000}, {Generation: 10, Depth: 2000}},
	}}}
	// 10 s and 20 s of filling; two repetitions of a second each.
	if c := costOf(p, 1, even{}); c.Jobs[0] != 36*time.Second {
		t.Errorf("%v", c.Jobs[0])
	}
}
