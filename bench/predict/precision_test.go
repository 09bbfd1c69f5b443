package predict

import (
	"testing"
	"time"

	"dragstrip/bench"
)

func TestASearchForPrecisionTakesTheRoundsItNeeds(t *testing.T) {
	plan := func(precision float64) *bench.Plan {
		return &bench.Plan{Precision: precision, Jobs: []bench.Job{{
			ID: "j1", Model: model, NoWarmup: true, Repetitions: 6, Tests: []bench.Test{{Prompt: 100}},
		}}}
	}
	// A round is a start and three repetitions of a second each.
	const round = 4 * time.Second
	if c := costOf(plan(0.5), 6, even{}); c.Precision != 0 || c.Total != 12*time.Second {
		t.Errorf("six rounds are plenty: %v", c)
	}
	if c := costOf(plan(0.5), 1, even{}); c.Precision != 3*round || c.Total != 7*time.Second+c.Precision {
		t.Errorf("the fewest starts there are: %v", c)
	}
	if c := costOf(plan(0.01), 6, even{}); c.Precision < 10*round || c.Precision > 14*round || c.Precision%round != 0 {
		t.Errorf("about eighteen starts: %v", c)
	}
	bounded := plan(0.01)
	bounded.MaxTime = 26 * time.Second // 12 s of the plan's own, and three rounds
	if c := costOf(bounded, 6, even{}); c.Precision != 3*round {
		t.Errorf("until the time is over: %v", c)
	}
	if c := costOf(plan(0.001), 6, even{}); c.Precision != 32*round {
		t.Errorf("up to a hundred repetitions: %v", c)
	}
}
