package bench

import (
	"encoding/json"
	"testing"
	"time"
)

func TestEventSurvivesJSON(t *testing.T) {
	for name, kind := range kinds {
		fact, err := kind.decode(nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		line, err := json.Marshal(Event{Seq: 1, Job: "j1", Fact: fact})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var back Event
		if err := json.Unmarshal(line, &back); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, line)
		}
		if back.Fact.Kind() != name {
			t.Errorf("%s came back as %s", name, back.Fact.Kind())
		}
	}
}

func TestATestStartedWithItsEarliestRound(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	measured := TestState{Results: []Result{{}, {Started: noon.Add(time.Hour)}, {Started: noon}}}
	if got := measured.Started(); got != noon {
		t.Errorf("started %s, want %s", got, noon)
	}
	if got := (&TestState{Results: []Result{{}}}).Started(); !got.IsZero() {
		t.Errorf("started %s, which no round says", got)
	}
}

func TestASessionIsPausingUntilItsEngineHasEnded(t *testing.T) {
	s := tell(Plan{Rounds: 2}, "a")
	for i, step := range []struct {
		fact Fact
		want bool
	}{
		{SessionPaused{}, false}, // no engine runs
		{SessionContinued{}, false},
		{PhaseEntered{Phase: PhaseCooling}, false},
		{EngineStarted{Invocation: 1}, false},
		{PhaseEntered{Phase: PhaseMeasuring, Test: tg}, false},
		{SessionPaused{}, true}, // the test ends first
		{TestFinished{Result: Result{Test: tg, SamplesNS: []int64{1}}}, true},
		{EngineEnded{Stopped: true}, false},
		{SessionContinued{}, false},
		{EngineStarted{Invocation: 2}, false},
		{SessionPaused{}, true}, // the engine still loads
		{TestFailed{Test: tg}, true},
		{SessionContinued{}, false},
	} {
		s.say("a", step.fact)
		if got := s.Pausing(); got != step.want {
			t.Errorf("after %d, %T: %v", i, step.fact, got)
		}
	}
}
