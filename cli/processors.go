package cli

import (
	"runtime"
	"sync"
)

// processors hands out the machine's processors to the screens. At rest they
// have one: with two, every timer wakes a second thread up that finds nothing
// to do, and the engine's threads, which wait for each other hundreds of times
// a token, are held up by each wake-up of ours.
type processors struct {
	turn  sync.Mutex
	needs int // calls of all under way
}

// one limits the program to one processor, as at rest.
func (p *processors) one() { runtime.GOMAXPROCS(1) }

// all does something with every processor that there is.
func (p *processors) all(do func()) {
	p.count(1)
	defer p.count(-1)
	do()
}

func (p *processors) count(change int) {
	p.turn.Lock()
	defer p.turn.Unlock()
	p.needs += change
	switch {
	case p.needs == 0:
		p.one()
	case p.needs == change: // the first
		runtime.SetDefaultGOMAXPROCS()
	}
}
