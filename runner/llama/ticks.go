package llama

import (
	"time"

	"dragstrip/bench"
)

const (
	// tickPause is the shortest time between two ticks that are passed on. The
	// time of a tick depends on the beat in which it was read, see engine.Beat.
	tickPause = 400 * time.Millisecond
	// The live t/s is computed from the last tickWindow of these ticks: about
	// two seconds for fast models, four tokens for slow ones.
	tickWindow = 4
)

// ticker counts the lines "can_reuse: can reuse graph = 1" of one repetition.
// The engine prints one for each generated token. Several ticks are merged into
// one report.
type ticker struct {
	on         bool
	generation bool
	test       bench.Test
	count      int
	merged     int
	marks      [tickWindow + 1]tickMark // the newest last
	marked     int
}

type tickMark struct {
	at    time.Time
	count int
}

func (t *ticker) reset() { *t = ticker{} }

func (t *ticker) start(at time.Time, generation bool, test bench.Test) {
	*t = ticker{on: true, generation: generation, test: test}
	t.mark(at)
}

func (t *ticker) mark(at time.Time) {
	if t.marked == len(t.marks) {
		copy(t.marks[:], t.marks[1:])
		t.marked--
	}
	t.marks[t.marked] = tickMark{at, t.count}
	t.marked++
}

// tick handles one tick. The result is true if it is time to report the ticks
// since the last report.
//
// A tick comes at the start of a token, so the number of finished tokens is one
// less than the number of ticks. If the test has a prompt before the generation, the first
// token has no tick, and the two numbers are equal. While a prompt is
// processed, only some batches tick, and a GPU queues batches ahead; such ticks
// only show that the engine is alive and give no speed.
func (t *ticker) tick(at time.Time) (bench.Progressed, bool) {
	if !t.on {
		return bench.Progressed{}, false
	}
	t.count++
	t.merged++
	last := t.marks[t.marked-1]
	if at.Sub(last.at) < tickPause {
		return bench.Progressed{}, false
	}
	t.mark(at)
	out := bench.Progressed{Merged: t.merged}
	t.merged = 0
	if !t.generation {
		return out, true
	}
	begun := 1 // tokens that have ticked but are not finished
	if t.test.Prompt > 0 {
		begun = 0
	}
	done := min(t.count-begun, t.test.Generation)
	out.Of = t.test.Tokens()
	out.Tokens = min(t.test.Prompt+done, out.Of)
	if out.Of > 0 {
		out.Fraction = float64(out.Tokens) / float64(out.Of)
	}
	first := t.marks[0]
	tokens := t.count - first.count
	if first.count == 0 {
		tokens -= begun
	}
	out.TokensPerSecond = bench.TokensPerSecond(tokens, at.Sub(first.at).Nanoseconds())
	return out, true
}
