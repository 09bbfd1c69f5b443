package predict

import "dragstrip/bench"

// remembered asks a pace only once for each turn of each job. Every round asks
// for the same turns, and a plan may have thousands of tests.
type remembered struct {
	Pace
	turns map[turnOf]answer
}

type turnOf struct {
	job    *bench.Job
	test   bench.Test
	filled bool
}

type answer struct {
	turn Turn
	seen bool
}

// remember makes a remembered pace for one plan. The jobs of the plan must not
// change while it is used.
func remember(pace Pace) *remembered { return &remembered{pace, map[turnOf]answer{}} }

func (r *remembered) Turn(j *bench.Job, t bench.Test, filled bool) (Turn, bool) {
	key := turnOf{j, t, filled}
	a, known := r.turns[key]
	if !known {
		a.turn, a.seen = r.Pace.Turn(j, t, filled)
		r.turns[key] = a
	}
	return a.turn, a.seen
}
