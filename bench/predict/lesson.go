package predict

import (
	"math"
	"time"

	"dragstrip/bench"
)

// lesson is what was learned from the turns of one test in one session. It is
// the mean over rounds, because the mean times the number of rounds is the
// whole time.
type lesson struct {
	turn Turn
	// extra is how much longer the first turn of a session took.
	extra time.Duration
	// ratio compares the turn with the pace below.
	ratio ratio

	below  Turn
	each   time.Duration // all repetitions together
	n      int
	onces  time.Duration // of all turns except the first of the session
	later  int
	opened bench.TurnSpent
}

// ratio is what a turn took, divided by what the pace below says.
type ratio struct {
	tokens     int
	once, each float64
}

// take adds one more turn. If there is only the first turn of a session, nobody
// knows how much of its preparation comes again. Then the geometric mean of the
// measured and the expected time is assumed.
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

// over is took divided by guess. Times that are too short to be measured count
// as the shortest time that can be measured, so the quotient is never extreme.
func over(took, guess time.Duration) float64 {
	const least = 5 * time.Millisecond
	return float64(max(took, least)) / float64(max(guess, least))
}
