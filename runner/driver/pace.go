package driver

import "dragstrip/bench"

// pace measures how fast tokens came over the last few ticks that were passed
// on.
type pace struct {
	marks  []paceMark
	merged int
}

type paceMark struct {
	done int
	ns   int64
}

const (
	// tickPause is the shortest time between two ticks that are passed on, in
	// nanoseconds.
	tickPause = 400_000_000
	// The live t/s is computed from the last tickWindow of these ticks.
	tickWindow = 4
)

// begin starts a repetition. No token is done yet.
func (p *pace) begin() { *p = pace{marks: []paceMark{{}}} }

// mark takes a tick. due is true if the tick must be passed on.
func (p *pace) mark(done int, ns int64) (tps float64, due bool) {
	p.merged++
	if len(p.marks) == 0 {
		p.begin()
	}
	last := p.marks[len(p.marks)-1]
	if ns-last.ns < tickPause && last.ns > 0 || done < last.done {
		return 0, false
	}
	p.marks = append(p.marks, paceMark{done, ns})
	if len(p.marks) > tickWindow+1 {
		p.marks = p.marks[1:]
	}
	first := p.marks[0]
	return bench.TokensPerSecond(done-first.done, ns-first.ns), true
}

// take returns how many ticks were merged since the last call.
func (p *pace) take() int {
	n := p.merged
	p.merged = 0
	return n
}
