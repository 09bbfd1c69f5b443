package bench

import (
	"slices"
	"testing"
	"time"
)

// A start that was stopped, skipped or killed half way does not tell how long a
// start takes (see Whole).
func TestAStopIsNoPartOfAStart(t *testing.T) {
	measuring, warming := PhaseEntered{Phase: PhaseMeasuring, Test: spentTest}, PhaseEntered{Phase: PhaseWarmup, Test: spentDeep}
	stopped := EngineEnded{Stopped: true}
	for _, c := range []struct {
		what  string
		at    []int
		facts []Fact
		took  time.Duration // time of the first start
		whole bool
	}{
		{"stopped while it measured", []int{0, 60_000, 300_000}, []Fact{EngineStarted{}, measuring, stopped}, time.Minute, true},
		{"stopped in its second test", []int{0, 60_000, 61_000, 62_000, 300_000}, []Fact{EngineStarted{}, measuring, sampled(spentTest, 1000), warming, stopped}, time.Minute, true},
		{"crashed in its second test", []int{0, 60_000, 61_000, 62_000, 300_000}, []Fact{EngineStarted{}, measuring, sampled(spentTest, 1000), warming, EngineEnded{ExitCode: 1}}, time.Minute, true},
		{"stopped in its second test, of which it tells nothing", []int{0, 61_000, 300_000}, []Fact{EngineStarted{}, sampled(spentTest, 1000), stopped}, time.Minute, true},
		{"stopped while it loaded", []int{0, 40_000}, []Fact{EngineStarted{}, stopped}, 0, false},
		{"killed with its session while it loaded", []int{0, 40_000}, []Fact{EngineStarted{}, SessionResumed{}}, 0, false},
		{"killed with its session while it measured", []int{0, 60_000, 90_000}, []Fact{EngineStarted{}, measuring, SessionResumed{}}, time.Minute, true},
		{"came to its end", []int{0, 60_000, 61_000, 62_000}, []Fact{EngineStarted{}, measuring, sampled(spentTest, 1000), EngineEnded{}}, 61 * time.Second, true},
	} {
		p := spentOn(append([]int{0}, c.at...), slices.Concat([]Fact{spentPlan}, c.facts)...).Spent
		if want := (StartSpent{"j1", c.took, c.whole}); len(p.Starts) != 1 || p.Starts[0] != want {
			t.Errorf("%s: %+v, want %+v", c.what, p.Starts, want)
		}
	}
}

// A pause that is asked for while an engine works begins when the engine has
// ended. The time until then counts.
func TestAPauseBeginsWhenTheEngineHasEnded(t *testing.T) {
	measuring := PhaseEntered{Phase: PhaseMeasuring, Test: spentTest}
	p := spentOn([]int{0, 0, 1000, 5000, 6000, 6100, 90_000, 90_500, 91_000},
		spentPlan, EngineStarted{}, SessionPaused{}, measuring, sampled(spentTest, 1000), EngineEnded{Stopped: true},
		SessionContinued{}, EngineStarted{}, measuring).Spent
	if want := []StartSpent{{"j1", 5 * time.Second, true}, {"j1", time.Second, true}}; !slices.Equal(p.Starts, want) {
		t.Errorf("starts %+v, want %+v", p.Starts, want)
	}
	p = spentOn([]int{0, 0, 1000, 2000, 5000, 6000}, spentPlan, EngineStarted{}, SessionPaused{}, SessionContinued{}, measuring, sampled(spentTest, 1000)).Spent
	if want := []StartSpent{{"j1", 5 * time.Second, true}}; !slices.Equal(p.Starts, want) {
		t.Errorf("gone on with before the engine ended: %+v, want %+v", p.Starts, want)
	}
}
