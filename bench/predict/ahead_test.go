package predict

import (
	"fmt"
	"testing"
	"time"

	"dragstrip/bench"
)

// apart goes through every round, as if no two rounds were alike.
func apart(s *bench.Session, pace Pace, now time.Time) Cost {
	s.Apply(bench.Event{Fact: bench.PhaseEntered{Round: s.Rounds()}}) // all rounds have begun
	return left(s, pace, now)
}

// sweep is a plan of several models with depths. Some models are loaded once
// for several jobs, and rounds do not all have the same number of repetitions.
func sweep(order bench.Order, rounds int) bench.Plan {
	plan := bench.Plan{Rounds: rounds, Order: order, Sentinel: true}
	for i := range 6 {
		m := model
		m.Path += fmt.Sprint("/", i/2)
		plan.Jobs = append(plan.Jobs, bench.Job{
			ID: fmt.Sprint("j", i+1), Model: m, Repetitions: 5 + i%3, Params: bench.Params{"n_batch": fmt.Sprint(64 * (i + 1))},
			Tests: []bench.Test{{Prompt: 100 + 10*i}, {Generation: 10, Depth: 256}, {Prompt: 100, Depth: 256 * (1 + i%2)}},
		})
	}
	return plan
}

// Rounds that take the same time are computed once, and the sum is still that
// of all rounds.
func TestRoundsThatAreAlikeAddUpToTheSame(t *testing.T) {
	for _, order := range []bench.Order{"", bench.OrderAlternate, bench.OrderShuffle} {
		for done := range 4 {
			plan := sweep(order, 9)
			s := bench.NewSession()
			s.Apply(bench.Event{Fact: bench.SessionStarted{Plan: plan}})
			for round := range done {
				for i := range plan.Jobs[:2+done] {
					s.Apply(bench.Event{Job: plan.Jobs[i].ID, Fact: leftResult(plan.Jobs[i].Tests[0], round, 1)})
				}
			}
			past := NewPast(even{})
			past.firsts[startKey(&plan.Jobs[5])] = &lesson{extra: time.Hour}
			got, want := left(s, past, time.Time{}), apart(s, past, time.Time{})
			if got.Total != want.Total || got.Load != want.Load || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%q after %d rounds: %+v, one by one %+v", order, done, got, want)
			}
		}
	}
}

// counted is a pace that counts how often it is asked.
type counted struct {
	Pace
	turns *int
}

func (c counted) Turn(j *bench.Job, t bench.Test, filled bool) (Turn, bool) {
	*c.turns++
	return c.Pace.Turn(j, t, filled)
}

// If no event came since the last call, Left answers from what it knows. A new
// event counts at once.
func TestAheadLearnsOnlyWhatIsNew(t *testing.T) {
	s := bench.NewSession()
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	apply := func(ms int, fact bench.Fact) {
		s.Apply(bench.Event{Time: began.Add(time.Duration(ms) * time.Millisecond), Job: "j1", Fact: fact})
	}
	apply(0, bench.SessionStarted{Plan: bench.Plan{Rounds: 4, Jobs: []bench.Job{{
		ID: "j1", Model: model, NoWarmup: true, Tests: []bench.Test{leftPrompt, leftTokens}, Repetitions: 8,
	}}}})
	var asked int
	past := NewPast(counted{even{}, &asked})
	ahead := &Ahead{}
	same := func(ms int) {
		t.Helper()
		now := began.Add(time.Duration(ms) * time.Millisecond)
		if got, want := ahead.Left(s, past, now), leftOf(s, past, now); got.Total != want.Total {
			t.Errorf("at %d ms: %v left, want %v", ms, got.Total, want.Total)
		}
	}
	same(0)
	apply(1, bench.EngineStarted{Invocation: 1})
	same(500)
	apply(1001, bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: leftPrompt, Repetition: 1, Of: 2})
	same(1500)
	before := asked
	ahead.Left(s, past, began.Add(1600*time.Millisecond))
	if asked != before {
		t.Errorf("the pace was asked %d times, though nothing was new", asked-before)
	}
	apply(7001, leftResult(leftPrompt, 0, 3, 3))
	same(7001)
	apply(8002, leftResult(leftTokens, 0, 0.5, 0.5))
	same(8002)
	apply(9000, bench.EngineEnded{Invocation: 1})
	same(9000)
}

// A search is read again only if it may have changed, and each block, result and
// failure changes it at once.
func TestAheadReadsASearchOnlyWhenItHasChanged(t *testing.T) {
	plan := bench.Plan{Tuning: &bench.Tuning{Axes: []bench.TuningAxis{{Name: "n_threads", Values: []string{"1", "2"}}}, Choices: [][]int{{0}, {1}}, Goals: []bench.TuningGoal{{Prompt: leftPrompt.Prompt}}}}
	for i := range 2 {
		plan.Jobs = append(plan.Jobs, bench.Job{ID: fmt.Sprint("j", i+1), Model: model, Tests: []bench.Test{leftPrompt}, Repetitions: 1})
	}
	s, ahead, past, now := bench.NewSession(), &Ahead{}, NewPast(even{}), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	block := bench.RepetitionsAdded{Repetitions: 1, Tests: []bench.Test{leftPrompt}, Jobs: []string{"j1", "j2"}, Stage: "search"}
	for i, e := range []bench.Event{
		{Fact: bench.SessionStarted{Plan: plan}},
		{Fact: block},
		{Job: "j1", Fact: leftResult(leftPrompt, 0, 3)},
		{Job: "j2", Fact: bench.TestFailed{Test: leftPrompt, Failure: bench.Failure{Code: bench.FailCrashed}}},
		{Fact: bench.RepetitionsAdded{Round: 1, Repetitions: 1, Tests: block.Tests, Jobs: []string{"j2"}, Stage: "search"}},
	} {
		e.Seq, e.Time = int64(i+1), now.Add(time.Duration(i)*time.Second)
		s.Apply(e)
		was := ahead.search
		if got, want := ahead.Left(s, past, e.Time), leftOf(s, past, e.Time); got.Search != want.Search || ahead.search == was {
			t.Errorf("after event %d: %v left, want %v", e.Seq, got.Search, want.Search)
		}
		if was = ahead.search; was == nil {
			t.Fatal("the session searches for nothing")
		}
		if ahead.Left(s, past, e.Time); ahead.search != was {
			t.Errorf("after event %d, nothing was new, and the search was read again", e.Seq)
		}
	}
}
