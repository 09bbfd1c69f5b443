package bench

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// A stop during the first repetition used to be reported as a slow first
// repetition.
func TestAStopIsToldAsThat(t *testing.T) {
	s := tell(Plan{}, "a")
	s.say("a", EngineStarted{Invocation: 1})
	s.say("a", StoodStill{Test: tg, Repetition: 1, For: 31 * time.Second, Cause: StillEngine})
	s.gave("a", 0, 2, 100, 100.1, 99.9, 100, 100.2)
	doubts := s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])
	if got := codes(doubts); !strings.Contains(got, "stood_still") || strings.Contains(got, "slow_first") || strings.Contains(got, "outliers") || GradeOf(doubts) != GradeNoisy {
		t.Errorf("%+v", doubts)
	}
	if want := "the engine was stopped by a signal for about 0:31 during repetition 1"; !strings.Contains(doubts[0].Text+doubts[1].Text, want) {
		t.Errorf("%+v", doubts)
	}
	// Repetitions without a stop are still doubted.
	s = tell(Plan{}, "a")
	s.say("a", StoodStill{Test: tg, Repetition: 3, For: 31 * time.Second, Cause: StillMachine})
	s.gave("a", 0, 50, 100, 2, 100.1, 99.9, 100, 100.2, 100.1)
	if got := codes(s.DoubtsOf(s.Jobs[0], s.Jobs[0].Tests[0])); !strings.Contains(got, "stood_still") || !strings.Contains(got, "slow_first") || strings.Contains(got, "outliers") {
		t.Errorf("%s", got)
	}
}

func TestManyStopsAreOneWarning(t *testing.T) {
	s := tell(Plan{Rounds: 2}, "a")
	for round := range 2 {
		for k := range 3 {
			s.say("a", StoodStill{Test: tg, Round: round, Repetition: k + 1, For: 5 * time.Second, Cause: StillAll})
		}
	}
	s.say("a", StoodStill{Test: tg, Round: SentinelRound, Repetition: 1, For: time.Second, Cause: StillAll})
	s.gave("a", 0, 100, 100, 100)
	w, found := stoodStill(s.Session, s.Jobs[0], s.Jobs[0].Tests[0])
	if !found || !strings.HasSuffix(w.Text, "; and on 3 other occasions") {
		t.Errorf("%q", w.Text)
	}
}

// During a session the clock is set, and the machine sleeps. These times do not
// count as measuring time, and --max-time does not include them.
func TestDurationsDoNotCountAClockThatWasSet(t *testing.T) {
	s := tell(Plan{}, "a")
	s.say("a", EngineStarted{Invocation: 1})
	active := s.Active
	s.at = s.at.Add(time.Hour)
	s.say("", ClockMoved{Step: time.Hour})
	s.at = s.at.Add(30 * time.Minute)
	s.say("", ClockMoved{Asleep: 30 * time.Minute})
	s.at = s.at.Add(-2 * time.Hour)
	s.say("", ClockMoved{Step: -2 * time.Hour})
	s.say("a", Progressed{})
	if got := s.Active - active; got != 4*time.Second {
		t.Errorf("active for %v, want the seconds between the events", got)
	}
	if got := s.ElapsedAt(s.at); got != 30*time.Minute+5*time.Second {
		t.Errorf("it lasted %v, sleep included", got)
	}
}

// A session that had waited an hour for another used to say that it took an hour
// longer.
func TestTheTimeBeforeTheMachineIsFreeIsNotElapsed(t *testing.T) {
	begin := time.Date(2026, 11, 29, 20, 0, 0, 0, time.UTC)
	s, n := NewSession(), int64(0)
	apply := func(after time.Duration, fact Fact) {
		n++
		s.Apply(Event{Seq: n, Time: begin.Add(after), Fact: fact})
	}
	apply(0, SessionStarted{Schema: Schema, Session: "s"})
	apply(0, PhaseEntered{Phase: PhaseWaiting, Detail: "for session a"})
	if got := s.ElapsedAt(begin.Add(20 * time.Minute)); got != 0 {
		t.Errorf("while it waits: %v", got)
	}
	apply(30*time.Minute, PhaseEntered{Phase: PhaseWaiting, Detail: "for session b"})
	apply(55*time.Minute, ClockMoved{Step: 10 * time.Minute})
	apply(60*time.Minute, MachineDescribed{})
	if s.Waits() {
		t.Error("it still waits")
	}
	apply(65*time.Minute, SessionFinished{Outcome: OutcomeDone})
	if got := s.ElapsedAt(s.Finished); got != 5*time.Minute || s.Active != 0 {
		t.Errorf("it took %v, active %v", got, s.Active)
	}
}

// The time of a session that was resumed the next morning used to include the
// night.
func TestTheTimeBeforeAResumptionIsNotElapsed(t *testing.T) {
	begin := time.Date(2026, 11, 29, 20, 0, 0, 0, time.UTC)
	s := NewSession()
	for i, f := range []struct {
		after time.Duration
		fact  Fact
	}{
		{0, SessionStarted{Schema: Schema, Session: "s"}},
		{10 * time.Minute, SessionFinished{Outcome: OutcomeStopped}},
		{12 * time.Hour, SessionResumed{}},
		{12*time.Hour + 5*time.Minute, SessionFinished{Outcome: OutcomeDone}},
	} {
		s.Apply(Event{Seq: int64(i + 1), Time: begin.Add(f.after), Fact: f.fact})
	}
	if got := s.ElapsedAt(s.Finished); got != 15*time.Minute {
		t.Errorf("it took %v", got)
	}
}

// The second repetition used to be called the first one if the test had stood
// still in the first.
func TestAfterAStandstillTheSecondRepetitionIsNotTheFirst(t *testing.T) {
	rest := []float64{620, 705, 719, 698, 747, 745, 729, 731}
	if got := SampleDoubts([][]float64{rest}); !slices.ContainsFunc(got, func(w Warning) bool { return w.Code == "slow_first" }) {
		t.Fatalf("the test does not see what it looks for: %v", got)
	}
	if got := SampleDoubts([][]float64{append([]float64{math.NaN()}, rest...)}); slices.ContainsFunc(got, func(w Warning) bool { return w.Code == "slow_first" }) {
		t.Errorf("%v", got)
	}
}
