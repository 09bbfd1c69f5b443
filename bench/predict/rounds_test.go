package predict

import (
	"testing"

	"dragstrip/bench"
)

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
		// Measuring takes 60 s for each job, and loading a second in each
		// round.
		{"loads at once", jobs(6, 1e9, "/a", "/b"), 6},
		{"loads in four seconds", jobs(6, 4e9, "/a", "/b"), 4},
		{"loads in two seconds", jobs(6, 2e9, "/a", "/b"), 5},
		{"loads for minutes", jobs(6, 400e9, "/a", "/b"), 4},
		{"many repetitions", jobs(100, 20e9, "/a", "/a"), 6},
		{"three repetitions", jobs(3, 1e9, "/a", "/b"), 3},
		{"one repetition", jobs(1, 1e9, "/a", "/b"), 1},
	} {
		if got := Rounds(c.plan, even{}); got != c.want {
			t.Errorf("%s: %d rounds, want %d", c.what, got, c.want)
		}
	}
}
