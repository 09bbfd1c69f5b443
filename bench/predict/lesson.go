package predict

import (
	"math"
	"time"

	"dragstrip/bench"
)

// lesson is what the turns of one test in one session teach: the mean over
// rounds, because that is what adds up to what was.
type lesson struct {
	turn Turn
	// first is what the first turn of a session took more.
	first time.Duration
	// ratio is how it came out against the pace below.
	ratio ratio

	below  Turn
	each   time.Duration // all repetitions together
	n      int
	onces  time.Duration // of all turns but the first of the session
	later  int
	opened bench.TurnSpent
}

// ratio is how a turn came out against the pace below.
type ratio struct {
	tokens     int
	once, each float64
}

// take counts one more turn. With the first of a session alone nobody knows how
// much comes again: as much as lies half way to what was thought before.
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
		l.first = max(once-l.turn.Once, 0)
	}
	l.ratio = ratio{t.Test.Tokens() + t.Test.Depth, over(l.turn.Once, l.below.Once), over(l.turn.Each, l.below.Each)}
}

// over is a ratio that is good to multiply with: what is too short to be timed
// says nothing.
func over(took, guess time.Duration) float64 {
	const least = 5 * time.Millisecond
	return float64(max(took, least)) / float64(max(guess, least))
}
