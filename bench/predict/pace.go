package predict

import (
	"time"

	"dragstrip/bench"
)

// Turn is how long a test's repetitions of one round take: Once for the
// preparation (a new context, the warm-up, the filling of its depth), and Each
// for each repetition.
type Turn struct{ Once, Each time.Duration }

// Of is how long the turn takes with n repetitions.
func (t Turn) Of(n int) time.Duration { return t.Once + time.Duration(n)*t.Each }

// Pace says how long things take on this machine.
type Pace interface {
	// Turn is how long a test's turn takes. filled says that the test before it
	// left the engine at the same depth. seen tells whether this turn was
	// measured here.
	Turn(j *bench.Job, t bench.Test, filled bool) (turn Turn, seen bool)
	// Start is how long a start of the engine with a job's model takes,
	// including the end of the engine.
	Start(j *bench.Job) time.Duration
	// First is how much longer the first turn of a job in a session takes than
	// later ones.
	First(j *bench.Job) time.Duration
	// Look is how long it takes to look at the machine, Probe how long one
	// probe of its memory takes.
	Look() time.Duration
	Probe() time.Duration
	// Hash is how long the digests of a model's files take.
	Hash(m bench.Model) time.Duration
	// Summary sums up what was measured for a test. It is empty if nothing was
	// measured.
	Summary(j *bench.Job, t bench.Test) bench.Summary
}

// sort says what a test's time depends on: how much the machine computes, how
// much it reads, or both.
type sort string

const (
	prefill sort = "prefill"
	decode  sort = "decode"
	both    sort = "both"
)

func sortOf(t bench.Test) sort {
	switch {
	case t.IsPrefill():
		return prefill
	case t.IsDecode():
		return decode
	}
	return both
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
