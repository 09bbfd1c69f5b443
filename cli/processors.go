package cli

import (
	"runtime"
	"sync"
)

// processors says how many of the machine's processors the screens may use. At
// rest they have one. With two, every timer wakes a second thread that finds
// nothing to do. The engine's threads wait for each other hundreds of times a
// token, so each such wake-up delays them.
type processors struct {
	turn  sync.Mutex
	needs int // how many calls of the method all have not returned yet
}

// one limits the program to one processor, as at rest.
func (p *processors) one() { runtime.GOMAXPROCS(1) }

// all calls do while the program may use every processor.
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
	case p.needs == change: // this is the first call
		runtime.SetDefaultGOMAXPROCS()
	}
}
