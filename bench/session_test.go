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

// A line is what encoding/json makes of an event, byte for byte. Escapes of
// HTML, empty jobs and facts of other versions are the same, too.
func TestALineIsTheEventAsJSON(t *testing.T) {
	raw := json.RawMessage(`{ "a" : "<b>&\u2028" }`)
	for _, e := range []Event{
		{Seq: 1, Fact: SessionFinished{Outcome: OutcomeDone}},
		{Seq: MaxSeq, Time: time.Date(2026, 8, 6, 1, 2, 3, 4000, time.FixedZone("", 3600)), Job: `j"1<&>`, Fact: LineLogged{Text: "<a href='x'>\u2028 \"größe\" \\"}},
		{Seq: 2, Job: "j1", Fact: Unknown{Name: "New\n<Kind>", Raw: raw}},
		{Seq: 3, Job: "j1", Fact: Unknown{Name: "Empty"}},
	} {
		fact, err := json.Marshal(e.Fact)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(wireEvent{e.Seq, e.Time, e.Job, e.Fact.Kind(), fact})
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Line()
		if err != nil || string(got) != string(want) {
			t.Errorf("%v\n%s, want\n%s", err, got, want)
		}
		if whole, err := json.Marshal(e); err != nil || string(whole) != string(want) {
			t.Errorf("%v\n%s, want\n%s", err, whole, want)
		}
	}
	if _, err := (Event{Seq: 1, Time: time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC), Fact: SessionFinished{}}).Line(); err == nil {
		t.Error("a time is written that nobody can read")
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
