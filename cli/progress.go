package cli

import (
	"fmt"
	"sync"
	"time"

	"dragstrip/bench"
)

// repaintEvery is the shortest time between two changes of the line on a
// terminal.
const repaintEvery = 250 * time.Millisecond

// progress shows how far something is. On a terminal it is a line that rewrites
// itself. Elsewhere it is a new line every ten seconds.
type progress struct {
	e     *env
	what  string
	mu    sync.Mutex
	last  time.Time
	drawn bool
}

func (e *env) progress(what string) *progress { return &progress{e: e, what: what, last: time.Now()} }

// set takes the number of bytes that are done, and the total. The total is 0 if
// it is not known. It may be called from any goroutine.
func (p *progress) set(done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	every := 10 * time.Second
	if p.e.tty {
		every = repaintEvery
	}
	if time.Since(p.last) < every {
		return
	}
	p.last = time.Now()
	text := fmt.Sprintf("%s: %s", p.what, bench.FormatBytes(done))
	if total > 0 {
		text = fmt.Sprintf("%s: %.0f %% of %s", p.what, 100*float64(done)/float64(total), bench.FormatBytes(total))
	}
	if !p.e.tty {
		fmt.Fprintln(p.e.err, text)
		return
	}
	fmt.Fprintf(p.e.err, "\r%s\x1b[K", text)
	p.drawn = true
}

// say shows the latest text of a step whose size is not known.
func (p *progress) say(word string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.last) < repaintEvery || word == "" {
		return
	}
	if !p.e.tty {
		if time.Since(p.last) >= 10*time.Second {
			p.last = time.Now()
			fmt.Fprintf(p.e.err, "%s: %s\n", p.what, bench.Clean(word))
		}
		return
	}
	p.last, p.drawn = time.Now(), true
	fmt.Fprintf(p.e.err, "\r%s\x1b[K", bench.CleanLine(p.what+": "+word, max(p.e.width()-1, 20)))
}

// done removes the line.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.e.err, "\r\x1b[K")
		p.drawn = false
	}
}
