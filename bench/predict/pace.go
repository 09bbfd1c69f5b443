package predict

import (
	"time"

	"dragstrip/bench"
)

// Turn is what a test's repetitions of one round take: Once for what comes
// before them (a new context, the warm-up, the filling of its depth), and Each.
type Turn struct{ Once, Each time.Duration }

// Of is the turn with so many repetitions.
func (t Turn) Of(n int) time.Duration { return t.Once + time.Duration(n)*t.Each }

// Pace says what things take on this machine.
type Pace interface {
	// Turn is what a test's turn takes; filled where the engine was left at its
	// depth by the test before. seen tells that the same was measured here.
	Turn(j *bench.Job, t bench.Test, filled bool) (turn Turn, seen bool)
	// Start is what a start of the engine with a job's model takes, its end
	// included.
	Start(j *bench.Job) time.Duration
	// First is what the first turn of a job in a session takes more than later
	// ones.
	First(j *bench.Job) time.Duration
	// Look is what looking at the machine takes where it is watched, Probe one
	// probe of its memory.
	Look() time.Duration
	Probe() time.Duration
	// Hash is what the digests of a model's files take.
	Hash(m bench.Model) time.Duration
	// Summary is what was measured of a test, where it was.
	Summary(j *bench.Job, t bench.Test) bench.Summary
}

// sort is what a test's time hangs on: how much the machine computes, how much
// it reads, or both.
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
