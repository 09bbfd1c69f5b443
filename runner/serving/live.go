package serving

import (
	"sync"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// live turns what has arrived of the answers of one repetition into ticks of a
// driver. It reads only the newest event of each, a few times a second.
type live struct {
	say  func(engine.Line) error
	test bench.Test
	at   int

	mu   sync.Mutex
	told bool // that the prompt is done
	// done are the tokens of each request. since is the time since the requests
	// were sent, and said the time of the newest tick.
	done        []int
	since, said time.Duration
}

// heard says how far answer k of the requests is. A lost tick is no error: the
// next line that cannot be written ends the driver.
func (l *live) heard(k int, h Heard) {
	p := h.Newest
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case p.InPrompt && l.test.Prompt > 0:
		l.tick(k, min(max(p.Processed, int(p.Fraction*float64(l.test.Prompt))), l.test.Prompt), h.Since)
	case p.InPrompt: // the prompt of a test that times only the generation
	default:
		if !l.told && len(l.done) == 1 && l.test.Prompt > 0 && l.test.Generation > 0 {
			l.told = true
			_ = l.say(engine.Line{E: "first", I: &l.at, NS: int64(h.Since)})
		}
		l.tick(k, l.test.Prompt+generated(h), h.Since)
	}
}

// tick says how many tokens all requests have together, ten times a second at
// most.
func (l *live) tick(k, done int, since time.Duration) {
	l.done[k], l.since = min(max(done, 0), l.test.Tokens()), max(l.since, since)
	if len(l.done) > 1 && l.since-l.said < liveEvery {
		return
	}
	l.said = l.since
	line := engine.Line{E: "tick", NS: int64(l.since), Of: l.test.Tokens() * len(l.done)}
	for _, n := range l.done {
		line.Done += n
	}
	_ = l.say(line)
}

// generated is how many tokens of the answer have come, as the newest event
// tells, or else as many as events.
func generated(h Heard) int {
	if h.Newest.SoFar > 0 {
		return h.Newest.SoFar
	}
	return h.Pieces
}

// follow makes the requests of a repetition of test i give signs of life.
func follow(say func(engine.Line) error, i int, t bench.Test, list []Wish) {
	l := &live{say: say, test: t, at: i, done: make([]int, len(list))}
	for k := range list {
		list[k].Live = func(h Heard) { l.heard(k, h) }
	}
}
