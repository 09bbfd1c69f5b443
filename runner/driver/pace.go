package driver

import "dragstrip/bench"

// pace measures how fast tokens have come over the last moments.
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
	// tickWindow is how many of those ticks the live t/s is computed from.
	tickWindow = 4
)

// begin starts a repetition, with no token done yet.
func (p *pace) begin() { *p = pace{marks: []paceMark{{}}} }

// mark takes a tick and says whether it is time to pass one on.
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

// take returns how many ticks were merged into the one that is passed on.
func (p *pace) take() int {
	n := p.merged
	p.merged = 0
	return n
}
