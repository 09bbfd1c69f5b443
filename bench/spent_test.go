package bench

import (
	"testing"
	"time"
)

// spentOn replays facts that come the given milliseconds after the session's
// start.
func spentOn(at []int, facts ...Fact) *Session {
	s := NewSession()
	for i, f := range facts {
		s.Apply(Event{Seq: int64(i + 1), Time: time.Date(2026, 1, 1, 0, 0, 0, at[i]*1e6, time.UTC), Job: "j1", Fact: f})
	}
	return s
}

func sampled(t Test, ms ...int64) TestFinished {
	r := Result{Test: t}
	for _, m := range ms {
		r.SamplesNS = append(r.SamplesNS, m*1e6)
	}
	return TestFinished{r}
}

var spentTest, spentDeep, spentDeeper = Test{Prompt: 64}, Test{Prompt: 64, Depth: 256}, Test{Generation: 8, Depth: 256}

var spentPlan = SessionStarted{Plan: Plan{Jobs: []Job{{ID: "j1", Tests: []Test{spentTest, spentDeep, spentDeeper}, Repetitions: 2}}}}

func TestASessionsTimeIsToldApart(t *testing.T) {
	s := spentOn([]int{0, 10, 1000, 2500, 2600, 2800, 2900, 3400, 4400, 4500, 6000, 6600, 6700, 7700, 7800, 7900, 8900, 9000},
		spentPlan, MachineDescribed{}, PhaseEntered{Phase: PhaseProbing}, BandwidthMeasured{},
		EngineStarted{}, PhaseEntered{Phase: PhaseLoading, Test: spentTest}, PhaseEntered{Phase: PhaseWarmup, Test: spentTest},
		PhaseEntered{Phase: PhaseMeasuring, Test: spentTest}, sampled(spentTest, 500, 500),
		PhaseEntered{Phase: PhaseFilling, Test: spentDeep}, PhaseEntered{Phase: PhaseMeasuring, Test: spentDeep}, sampled(spentDeep, 300, 300),
		PhaseEntered{Phase: PhaseMeasuring, Test: spentDeeper}, sampled(spentDeeper, 500, 500),
		EngineEnded{}, PhaseEntered{Phase: PhaseHashing}, ModelHashed{}, SessionFinished{})
	p := s.Spent
	if p.Looking != time.Second || len(p.Probes) != 1 || p.Probes[0] != 1500*time.Millisecond {
		t.Errorf("looked for %v, probed %v", p.Looking, p.Probes)
	}
	if len(p.Starts) != 1 || p.Starts[0].Took != 500*time.Millisecond {
		t.Errorf("starts, with the way there and the end: %+v", p.Starts)
	}
	ms := time.Millisecond
	want := []TurnSpent{
		{Job: "j1", Test: spentTest, First: true, Once: 500 * ms, Each: 500 * ms, N: 2},
		{Job: "j1", Test: spentDeep, Once: 1600 * ms, Each: 300 * ms, N: 2},
		{Job: "j1", Test: spentDeeper, Filled: true, Once: 100 * ms, Each: 500 * ms, N: 2},
	}
	for i, w := range want {
		if len(p.Turns) != len(want) || p.Turns[i] != w {
			t.Fatalf("turns %+v, want %+v", p.Turns, want)
		}
	}
	if len(p.Hashed) != 1 || p.Hashed[0] != (HashSpent{"j1", time.Second}) {
		t.Errorf("hashed %+v", p.Hashed)
	}
}

// If an engine says nothing but its result, only the samples are known, and the
// rest is its start.
func TestTheTimeOfAnEngineThatTellsNoPhases(t *testing.T) {
	p := spentOn([]int{0, 100, 3100}, spentPlan, EngineStarted{}, sampled(spentTest, 500, 500)).Spent
	if p.Starts[0].Took != 2100*time.Millisecond || p.Turns[0].Once != 0 || p.Turns[0].Each != 500*time.Millisecond {
		t.Errorf("%+v", p)
	}
}

// Waiting for other sessions or for people says nothing about how long another
// session takes.
func TestWaitingIsNotCounted(t *testing.T) {
	for what, facts := range map[string][2]Fact{
		"another session": {PhaseEntered{Phase: PhaseWaiting}, MachineDescribed{}},
		"a pause":         {SessionPaused{}, SessionContinued{}},
		"a clock set":     {MachineDescribed{}, ClockMoved{Step: time.Minute}},
		"a cool-down":     {PhaseEntered{Phase: PhaseCooling}, CooledDown{}},
		"a resumption":    {EngineEnded{}, SessionResumed{}},
	} {
		p := spentOn([]int{0, 0, 60_000, 60_100, 60_300, 60_800}, spentPlan, facts[0], facts[1], EngineStarted{},
			PhaseEntered{Phase: PhaseMeasuring, Test: spentTest}, sampled(spentTest, 250, 250)).Spent
		if p.Looking > 0 || p.Starts[0].Took != 300*time.Millisecond || p.Turns[0].Once != 0 {
			t.Errorf("%s: %+v", what, p)
		}
	}
}
