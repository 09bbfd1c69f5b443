package bench

import "testing"

func TestATestIsInFlightUntilItsRoundEnds(t *testing.T) {
	test := Test{Generation: 128}
	s := NewSession()
	for i, step := range []struct {
		fact Fact
		want bool
	}{
		{SessionStarted{Session: "s", Plan: Plan{Rounds: 2, Jobs: []Job{{ID: "j1", Repetitions: 2, Tests: []Test{test}}}}}, false},
		{JobStarted{}, false},
		{PhaseEntered{Phase: PhaseCooling}, false},
		{PhaseEntered{Phase: PhaseLoading}, true},
		{PhaseEntered{Phase: PhaseMeasuring, Test: test}, true},
		{SessionPaused{}, true}, // the test ends first
		{TestFinished{Result: Result{Test: test, SamplesNS: []int64{1}}}, false},
		{SessionContinued{}, false},
		{PhaseEntered{Phase: PhaseMeasuring, Test: test, Round: 1}, true},
		{TestFailed{Test: test}, false},
	} {
		s.Apply(Event{Seq: int64(i + 1), Job: "j1", Fact: step.fact})
		if got := s.InFlight(); got != step.want {
			t.Errorf("after %d, %T: %v", i, step.fact, got)
		}
	}
}
