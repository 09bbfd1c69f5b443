package tuning

import (
	"testing"
	"time"

	"dragstrip/bench"
)

// A configuration that failed after ten minutes used to take no time, so a
// search with --max-time went on for much longer than that.
func TestFailuresTakeTimeFromTheLimit(t *testing.T) {
	test := bench.Test{Prompt: 512}
	for _, c := range []struct {
		what  string
		facts []bench.Fact // each is a second after the one before
		spent time.Duration
	}{
		{"it failed while it measured", []bench.Fact{bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: test, Round: 1}, bench.TestFailed{Test: test, Round: 1}}, 2 * time.Second},
		{"the engine could not load the model", []bench.Fact{bench.EngineStarted{}, bench.PhaseEntered{Phase: bench.PhaseLoading, Test: test, Round: 1}, bench.TestFailed{Test: test, Round: 1}}, 2 * time.Second},
		// Its start took 2 s. Both configurations are counted with it.
		{"the engine ended and said nothing", []bench.Fact{bench.EngineStarted{}, bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: test, Round: 1}, bench.EngineEnded{}, bench.TestFailed{Test: test, Round: 1}}, 6 * time.Second},
	} {
		x := started(t)
		x.walk(4) // the default is measured
		x.emit("", bench.RepetitionsAdded{Round: 1, Repetitions: 1, Tests: []bench.Test{test}, Jobs: []string{"j2"}})
		before, _ := Of(x.session)
		for _, f := range c.facts {
			x.now = x.now.Add(time.Second - 10*time.Millisecond)
			x.emit("j2", f)
		}
		after, err := Of(x.session)
		if err != nil {
			t.Fatal(err)
		}
		took := after.costs.spent - before.costs.spent
		if (took-c.spent).Abs() > 50*time.Millisecond || len(after.open) > 0 {
			t.Errorf("%s: %v were counted, want about %v", c.what, took, c.spent)
		}
	}
}
