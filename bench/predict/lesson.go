package predict

import (
	"math"
	"time"

	"dragstrip/bench"
)

// lesson is what was learned from the turns of one test in one session. It is
// the mean over rounds, because rounds times the mean is what they took.
type lesson struct {
	turn Turn
	// extra is how much longer the first turn of a session took.
	extra time.Duration
	// ratio compares it with the pace below.
	ratio ratio

	below  Turn
	each   time.Duration // all repetitions together
	n      int
	onces  time.Duration // of all turns but the first of the session
	later  int
	opened bench.TurnSpent
}

// ratio is what a turn took, divided by what the pace below says.
type ratio struct {
	tokens     int
	once, each float64
}

// take adds one more turn. The first turn of a session alone does not tell how
// much of its preparation comes again. The geometric mean of what it took and
// what was expected is assumed.
func (l *lesson) take(t bench.TurnSpent) {
	l.each += time.Duration(t.N) * t.Each
	l.n += t.N
	if !t.First {
		l.onces += t.Once
		l.later++
	}
	l.turn = Turn{l.onces / time.Duration(max(l.later, 1)), l.each / time.Duration(max(l.n, 1))}
	if l.opened.First {
		once := l.opened.Once
		if l.later == 0 {
			l.turn.Once = min(once, time.Duration(math.Sqrt(float64(once)*float64(l.below.Once))))
		}
		l.extra = max(once-l.turn.Once, 0)
	}
	l.ratio = ratio{t.Test.Tokens() + t.Test.Depth, over(l.turn.Once, l.below.Once), over(l.turn.Each, l.below.Each)}
}

// over is took divided by guess, in a form that is safe to multiply with: times
// that are too short to measure count as the least that can be measured.
func over(took, guess time.Duration) float64 {
	const least = 5 * time.Millisecond
	return float64(max(took, least)) / float64(max(guess, least))
}
