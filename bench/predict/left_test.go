package predict

import (
	"strconv"
	"testing"
	"time"

	"dragstrip/bench"
)

var (
	leftPrompt = bench.Test{Prompt: 100}    // takes a second by the pace below
	leftTokens = bench.Test{Generation: 10} // takes a second, too
)

// leftOn says how long a session still takes at a time. The session has one job
// in two rounds of two repetitions, without warm-ups. facts are what happened,
// by milliseconds.
func leftOn(at time.Duration, facts map[int]bench.Fact) Cost {
	s := bench.NewSession()
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s.Apply(bench.Event{Time: began, Fact: bench.SessionStarted{Plan: bench.Plan{Rounds: 2, Jobs: []bench.Job{{
		ID: "j1", Model: model, NoWarmup: true, Tests: []bench.Test{leftPrompt, leftTokens}, Repetitions: 4,
	}}}}})
	for ms := range 60_000 {
		if f := facts[ms]; f != nil {
			s.Apply(bench.Event{Time: began.Add(time.Duration(ms) * time.Millisecond), Job: "j1", Fact: f})
		}
	}
	return leftOf(s, NewPast(even{}), began.Add(at))
}

func leftOf(s *bench.Session, past *Past, now time.Time) Cost { return new(Ahead).Left(s, past, now) }

func leftResult(t bench.Test, round int, seconds ...float64) bench.TestFinished {
	r := bench.Result{Test: t, Round: round}
	for _, s := range seconds {
		r.SamplesNS = append(r.SamplesNS, int64(s*1e9))
	}
	return bench.TestFinished{Result: r}
}

// start is how long the session's own start of its engine took.
const start = 1001 * time.Millisecond

// The times that a session has measured count. They also correct the estimate
// of what is still to come.
func TestLeftIsByTheSessionsOwnSeconds(t *testing.T) {
	facts := map[int]bench.Fact{}
	is := func(what string, at time.Duration, want time.Duration) {
		t.Helper()
		if got := leftOn(at, facts).Total; got != want {
			t.Errorf("%s: %v left, want %v", what, got, want)
		}
	}
	is("before anything", 0, 10*time.Second) // two starts, eight repetitions
	facts[1] = bench.EngineStarted{Invocation: 1}
	is("half way through a start", 501*time.Millisecond, 9500*time.Millisecond)
	facts[1001] = bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: leftPrompt, Repetition: 1, Of: 2}
	is("loaded, as expected", 1001*time.Millisecond, 8*time.Second+start)
	is("in the middle of a repetition", 1501*time.Millisecond, 7500*time.Millisecond+start)
	// The first repetition takes twice as long as expected, so the second will,
	// too.
	is("in a late repetition", 3001*time.Millisecond, 8*time.Second+start)
	facts[4001] = bench.SampleTaken{Test: leftPrompt, Repetition: 1, Nanoseconds: 3e9}
	// The second repetition takes three seconds, too, and so do those of the
	// other round.
	is("after a slow repetition", 5001*time.Millisecond, 12*time.Second+start)
	facts[7001] = leftResult(leftPrompt, 0, 3, 3)
	// This round has two generations left, by the pace below. The other round
	// has two prompts as long as these, and two generations.
	is("after a slow test", 7001*time.Millisecond, 10*time.Second+start)
	facts[7002] = bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: leftTokens, Repetition: 1, Of: 2}
	facts[8002] = leftResult(leftTokens, 0, 0.5, 0.5)
	is("after both", 8002*time.Millisecond, 7001*time.Millisecond+start)
	facts[8003] = bench.JobFinished{Outcome: bench.OutcomeSkipped}
	is("after it was skipped", 8003*time.Millisecond, 0)
}

// A finished turn replaces what its first repetitions said.
func TestAFinishedTurnReplacesItsFirstRepetitions(t *testing.T) {
	s := bench.NewSession()
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	apply := func(ms int, f bench.Fact) {
		s.Apply(bench.Event{Time: began.Add(time.Duration(ms) * time.Millisecond), Job: "j1", Fact: f})
	}
	apply(0, bench.SessionStarted{Plan: bench.Plan{Rounds: 2, Jobs: []bench.Job{{ID: "j1", Model: model, NoWarmup: true, Tests: []bench.Test{leftPrompt}, Repetitions: 4}}}})
	apply(1, bench.EngineStarted{Invocation: 1})
	apply(2, bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: leftPrompt, Repetition: 1, Of: 2})
	ahead, past := &Ahead{}, NewPast(even{})
	apply(5002, bench.SampleTaken{Test: leftPrompt, Repetition: 1, Nanoseconds: 5e9})
	for range 2 { // a screen asks again and again
		ahead.Left(s, past, began.Add(5002*time.Millisecond))
	}
	if turn, _ := ahead.own.past.Turn(&s.Jobs[0].Job, leftPrompt, false); turn.Each != 5*time.Second {
		t.Errorf("after one repetition: %v each", turn.Each)
	}
	apply(6002, leftResult(leftPrompt, 0, 5, 1))
	ahead.Left(s, past, began.Add(6002*time.Millisecond))
	if turn, _ := ahead.own.past.Turn(&s.Jobs[0].Job, leftPrompt, false); turn.Each != 3*time.Second {
		t.Errorf("after both: %v each", turn.Each)
	}
}

// If a warm-up takes longer than expected, all repetitions are still to come.
// They used to count as finished as soon as the time expected for both was
// over.
func TestALateWarmUpTakesNothingFromTheRepetitions(t *testing.T) {
	s := bench.NewSession()
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for ms, f := range []bench.Fact{
		bench.SessionStarted{Plan: bench.Plan{Jobs: []bench.Job{{ID: "j1", Model: model, Tests: []bench.Test{leftPrompt}, Repetitions: 2}}}},
		bench.EngineStarted{Invocation: 1},
		bench.PhaseEntered{Phase: bench.PhaseWarmup, Test: leftPrompt},
	} {
		s.Apply(bench.Event{Time: began.Add(time.Duration(ms) * time.Millisecond), Job: "j1", Fact: f})
	}
	if got := leftOf(s, NewPast(even{}), began.Add(time.Minute)).Total; got != 2*time.Second {
		t.Errorf("%v left, want 2 s", got)
	}
}

// BenchmarkManyTests prints how long it takes to estimate a plan of two
// thousand tests with one number of rounds, and how long to estimate the rest
// of its session: asked once, asked again, and after one more turn. A key press
// on such a plan may take 20 ms.
func BenchmarkManyTests(b *testing.B) {
	plan := bench.Plan{Rounds: 6}
	for i := range 20 {
		job := bench.Job{ID: "j" + strconv.Itoa(i), Model: model, Repetitions: 6, Params: bench.Params{"n_threads": strconv.Itoa(i + 1)}}
		for k := range 100 {
			job.Tests = append(job.Tests, bench.Test{Prompt: 64 + k})
		}
		plan.Jobs = append(plan.Jobs, job)
	}
	s := bench.NewSession()
	s.Apply(bench.Event{Fact: bench.SessionStarted{Plan: plan}})
	for i := range plan.Jobs {
		s.Apply(bench.Event{Job: plan.Jobs[i].ID, Fact: bench.EngineStarted{}})
		for _, t := range plan.Jobs[i].Tests {
			s.Apply(bench.Event{Job: plan.Jobs[i].ID, Fact: leftResult(t, 0, 1)})
		}
	}
	past := NewPast(Guess{})
	past.Learn(s)
	b.Run("plan", func(b *testing.B) {
		for b.Loop() {
			costOf(&plan, 6, past)
		}
	})
	b.Run("left", func(b *testing.B) {
		for b.Loop() {
			leftOf(s, past, time.Time{})
		}
	})
	ahead := &Ahead{}
	b.Run("left-again", func(b *testing.B) {
		for b.Loop() {
			ahead.Left(s, past, time.Time{})
		}
	})
	b.Run("left-after-a-turn", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			turn := s.Spent.Turns[i%2000]
			turn.Round = 1 + i/2000
			s.Spent.Turns = append(s.Spent.Turns, turn)
			ahead.Left(s, past, time.Time{})
		}
	})
}
