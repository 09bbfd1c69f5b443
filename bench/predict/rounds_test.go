package predict

import (
	"testing"
	"time"

	"dragstrip/bench"
)

func known(*bench.Job) Basis {
	return Basis{GBps: 10, PrefillFlops: 200e9, LoadBytesPerSecond: 1e9}
}

func TestPlansAddUp(t *testing.T) {
	other := model
	other.Path = "/other"
	p := &bench.Plan{Rounds: 2, Sentinel: true, Jobs: []bench.Job{
		{Model: model, Tests: []bench.Test{{Generation: 100}}, Repetitions: 6, DelaySeconds: 1},
		{Model: model, Tests: []bench.Test{{Prompt: 100}}, Repetitions: 6, NoWarmup: true},
		{Model: other, Tests: []bench.Test{{Prompt: 100}}, Repetitions: 1},
	}}
	c := CostOf(p, 2, known)
	// Six repetitions of 10 s, and in each of two rounds a rest of a second
	// and a warm-up by one token of a tenth; six of a second without; and one
	// with a warm-up like itself in the only round it takes part in.
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
	p.CoolDown = time.Minute
	// Each job starts by itself then: two, two and one starts, and the sentinel's.
	if c := CostOf(p, 2, known); c.Load != 5*time.Second || c.CoolDown != 6*time.Minute {
		t.Errorf("with cool-downs %+v", c)
	}
}

func TestRoundsAreChosenByWhatTheyCost(t *testing.T) {
	sized := func(path string, bytes int64) bench.Model {
		m := model
		m.Path, m.SizeBytes = path, bytes
		return m
	}
	jobs := func(repetitions int, bytes int64, paths ...string) *bench.Plan {
		p := &bench.Plan{}
		for _, path := range paths {
			p.Jobs = append(p.Jobs, bench.Job{Model: sized(path, bytes), Tests: []bench.Test{{Generation: 100}}, Repetitions: repetitions})
		}
		return p
	}
	precise := func(p *bench.Plan) *bench.Plan {
		p.Precision = 0.01
		return p
	}
	for _, c := range []struct {
		what string
		plan *bench.Plan
		want int
	}{
		{"one job", jobs(6, 1e9, "/a"), 1},
		{"one job whose precision is searched for", precise(jobs(6, 1e9, "/a")), 6},
		// Measuring takes 60 s a job, a round's loading a second.
		{"loads at once", jobs(6, 1e9, "/a", "/b"), 6},
		{"loads in four seconds", jobs(6, 4e9, "/a", "/b"), 4},
		{"loads in two seconds", jobs(6, 2e9, "/a", "/b"), 5},
		{"loads for minutes", jobs(6, 400e9, "/a", "/b"), 4},
		{"many repetitions", jobs(100, 20e9, "/a", "/a"), 6},
		{"three repetitions", jobs(3, 1e9, "/a", "/b"), 3},
		{"one repetition", jobs(1, 1e9, "/a", "/b"), 1},
	} {
		if got := Rounds(c.plan, known); got != c.want {
			t.Errorf("%s: %d rounds, want %d", c.what, got, c.want)
		}
	}
}
