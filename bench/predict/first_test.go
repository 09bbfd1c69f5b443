package predict

import (
	"testing"
	"time"

	"dragstrip/bench"
)

// The first turn of a model in a session takes longer than later ones. That is
// counted once, however many rounds there are.
func TestTheFirstTurnOfASessionIsCountedOnce(t *testing.T) {
	test := bench.Test{Prompt: 100}
	warmUps := func(took ...float64) *bench.Session {
		job := bench.Job{ID: "j1", Model: model, Tests: []bench.Test{test}, Repetitions: len(took)}
		s := bench.NewSession()
		s.Plan, s.Jobs = bench.Plan{Jobs: []bench.Job{job}, Rounds: len(took)}, []*bench.JobState{{Job: job}}
		for i, once := range took {
			s.Spent.Turns = append(s.Spent.Turns, bench.TurnSpent{Job: "j1", Test: test, Round: i, First: i == 0, Once: seconds(once), Each: time.Second, N: 1})
		}
		return s
	}
	takes := func(s *bench.Session, rounds int) time.Duration {
		past := NewPast(even{})
		past.Learn(s)
		c := costOf(&s.Plan, rounds, past)
		return c.Total - time.Duration(rounds)*past.Start(&s.Jobs[0].Job)
	}
	several := warmUps(3, 0.5, 0.5)
	several.Plan.Jobs[0].Repetitions = 6
	if got := takes(several, 6); got != 6*time.Second+3*time.Second+2500*time.Millisecond {
		t.Errorf("six rounds after three: %v", got)
	}
	// One round does not tell how much of the long first turn comes again.
	// Another session of one round takes the same time. In a session of more
	// rounds, a later turn is taken to be between that time and the second that
	// the pace below says.
	once := warmUps(4)
	if got := takes(once, 1); got != 5*time.Second {
		t.Errorf("one round after one: %v", got)
	}
	once.Plan.Jobs[0].Repetitions = 2
	if got := takes(once, 2); got != 2*time.Second+4*time.Second+2*time.Second {
		t.Errorf("two rounds after one: %v", got)
	}
}
