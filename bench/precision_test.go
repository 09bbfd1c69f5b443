package bench

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

var tg = Test{Generation: 100}

// told is a session that is fed with facts, one a second.
type told struct {
	*Session
	at time.Time
}

func tell(p Plan, ids ...string) *told {
	for _, id := range ids {
		p.Jobs = append(p.Jobs, Job{ID: id, Tests: []Test{tg}, Repetitions: 6})
	}
	s := &told{NewSession(), time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	s.say("", SessionStarted{Plan: p})
	return s
}

func (s *told) say(job string, f Fact) {
	s.at = s.at.Add(time.Second)
	s.Apply(Event{Seq: s.LastSeq + 1, Time: s.at, Job: job, Fact: f})
}

// gave finishes a round with samples in tokens per second.
func (s *told) gave(job string, round int, tps ...float64) {
	r := Result{Test: tg, Round: round}
	for _, v := range tps {
		r.SamplesNS = append(r.SamplesNS, int64(1e9*float64(tg.Tokens())/v))
	}
	s.say(job, TestFinished{Result: r})
}

// narrow and wide are six rounds of one repetition each.
var (
	narrow = []float64{100, 100.1, 100.2, 100.1, 100, 100.2}
	wide   = []float64{97, 98, 99, 101, 102, 103}
)

// gaveRounds finishes a round for each sample.
func (s *told) gaveRounds(job string, tps ...float64) {
	for round, v := range tps {
		s.gave(job, round, v)
	}
}

func TestFurtherRoundsAreAskedForUntilNarrow(t *testing.T) {
	s := tell(Plan{Precision: 0.02, Rounds: 6}, "a", "b")
	s.say("a", EngineStarted{Invocation: 1})
	s.gaveRounds("a", narrow...)
	s.gaveRounds("b", wide...) // 2.5 %
	next, ok := s.NextRound(s.Active)
	if !ok || next.Round != 6 || next.Repetitions != Batch || !slices.Equal(next.Tests, []Test{tg}) || math.Abs(next.HalfWidth-0.0252) > 1e-3 {
		t.Fatalf("%+v %v, want a seventh round", next, ok)
	}
	s.say("", next)
	for _, id := range []string{"a", "b"} {
		j := s.Job(id)
		if n := s.RepetitionsIn(j, tg, 6); n != Batch || j.Tests[0].Settled(6) || !j.Tests[0].Settled(0) {
			t.Errorf("job %s takes %d, settled %v: both compared jobs take the round", id, n, j.Tests[0].Settled(6))
		}
	}
	s.gave("a", 6, 100, 100, 100)
	s.gave("b", 6, 100, 100, 100)
	if more, ok := s.NextRound(s.Active); !ok || more.Round != 7 {
		t.Fatalf("%+v %v: b is still wide", more, ok)
	} else {
		s.say("", more)
	}
	s.gave("a", 7, 100, 100, 100)
	s.gave("b", 7, 100, 100, 100)
	if more, ok := s.NextRound(s.Active); ok {
		t.Errorf("asks for %+v when all is narrow", more)
	}
	jobs, judged := s.Judgements(PrecisionMaxTime)
	if !slices.Equal(jobs, []string{"a", "b"}) || judged[1].End != PrecisionReached || judged[1].Repetitions != 12 {
		t.Fatalf("%v %+v", jobs, judged)
	}
	if text := judged[1].String(); !strings.HasPrefix(text, "reached 2.0 % after 12 repetitions") {
		t.Error(text)
	}
	for i, id := range jobs {
		s.say(id, judged[i])
	}
	if jobs, _ := s.Judgements(PrecisionMaxTime); len(jobs) > 0 {
		t.Errorf("judged again: %v", jobs)
	}
}

// One start says nothing about the next, and two or three may agree by luck.
func TestAFewStartsAreNotPrecise(t *testing.T) {
	s := tell(Plan{Precision: 0.01}, "a")
	s.gave("a", 0, narrow...)
	for round := 1; round < PrecisionStarts; round++ {
		next, ok := s.NextRound(0)
		if !ok || next.Round != round {
			t.Fatalf("after %d starts: %+v %v", round, next, ok)
		}
		s.say("", next)
		s.gave("a", round, narrow[:Batch]...)
	}
	if next, ok := s.NextRound(0); ok {
		t.Errorf("%+v, when %d starts agree", next, PrecisionStarts)
	}
}

func TestPrecisionEndsWithItsTime(t *testing.T) {
	s := tell(Plan{Precision: 0.01, MaxTime: 30 * time.Second, Rounds: 6}, "a")
	s.say("a", EngineStarted{Invocation: 1})
	s.at = s.at.Add(4 * time.Second)
	s.gaveRounds("a", wide...) // six seconds of measuring, of ten active seconds
	if s.Active != 10*time.Second {
		t.Fatalf("active %v", s.Active)
	}
	// One repetition has taken 1.7 seconds, so three more end after fifteen.
	s.Plan.MaxTime = 16 * time.Second
	if next, ok := s.NextRound(10 * time.Second); !ok || next.Repetitions != Batch {
		t.Errorf("%+v %v, want what fits", next, ok)
	}
	s.Plan.MaxTime = 14 * time.Second
	if next, ok := s.NextRound(10 * time.Second); ok {
		t.Errorf("%+v begins, and cannot end in time", next)
	}
	_, judged := s.Judgements(PrecisionMaxTime)
	if len(judged) != 1 || judged[0].End != PrecisionMaxTime || judged[0].String() != "stopped by --max-time at ±2.5 % after 6 repetitions" {
		t.Errorf("%+v", judged)
	}
}

func TestPrecisionEndsWithAHundredRepetitions(t *testing.T) {
	s := tell(Plan{Precision: 0.01}, "a")
	for round := 0; ; round++ {
		next := RepetitionsAdded{Repetitions: 6}
		if round > 0 {
			var ok bool
			if next, ok = s.NextRound(0); !ok {
				break
			}
			s.say("", next)
		}
		var tps []float64
		for i := range next.Repetitions {
			tps = append(tps, 100+20*float64((i+round)%2))
		}
		s.gave("a", round, tps...)
		if round > 40 {
			t.Fatal("it does not end")
		}
	}
	_, judged := s.Judgements(PrecisionMaxTime)
	if len(judged) != 1 || judged[0].Repetitions != MaxPrecisionRepetitions || judged[0].End != PrecisionMaxRepetitions {
		t.Errorf("%+v", judged)
	}
}

func TestFailedAndSkippedTestsAskForNothing(t *testing.T) {
	s := tell(Plan{Precision: 0.01}, "a", "b")
	s.gave("a", 0, 90, 110, 90, 110, 90, 110)
	s.say("a", JobFinished{Outcome: OutcomeSkipped})
	s.say("b", TestFailed{Test: tg})
	if next, ok := s.NextRound(0); ok {
		t.Errorf("%+v", next)
	}
}

func TestActiveTimeLeavesPausesAndDeathsOut(t *testing.T) {
	s := tell(Plan{}, "a")
	s.at = s.at.Add(time.Hour) // waiting for the machine
	s.say("a", EngineStarted{Invocation: 1})
	s.say("", SessionPaused{}) // 1 s
	s.at = s.at.Add(time.Hour)
	s.say("", SessionContinued{})
	s.say("", LineLogged{}) // 1 s
	s.at = s.at.Add(time.Hour)
	s.say("", SessionResumed{})
	s.say("", LineLogged{}) // 1 s
	if s.Active != 3*time.Second {
		t.Errorf("active for %v, want 3 s", s.Active)
	}
}

func TestRequeuedJobTakesThePlansRoundsOnly(t *testing.T) {
	s := tell(Plan{Precision: 0.01, Rounds: 2}, "a")
	s.gave("a", 0, 90, 110, 90)
	s.gave("a", 1, 90, 110, 90)
	next, _ := s.NextRound(0)
	s.say("", next)
	s.gave("a", 2, 100, 100, 100)
	s.say("a", JobFinished{Outcome: OutcomeDone})
	s.say("a", JobRequeued{})
	test := s.Job("a").Tests[0]
	if test.Settled(0) || test.Settled(1) || !test.Settled(2) {
		t.Error("a requeued job does not take the plan's rounds, or the added one again")
	}
}

func TestOldJournalsKnowNothingOfAllThis(t *testing.T) {
	s := tell(Plan{Rounds: 2}, "a", "b")
	s.gave("a", 0, 90, 110, 90)
	if _, ok := s.NextRound(0); ok || s.SentinelDue() {
		t.Error("a plan that asked for neither gets more rounds or a sentinel")
	}
}
