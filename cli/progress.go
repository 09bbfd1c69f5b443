package cli

import (
	"fmt"
	"sync"
	"time"

	"dragstrip/bench"
)

// repaintEvery bounds how often such a line changes on a terminal.
const repaintEvery = 250 * time.Millisecond

// progress shows how far something is: a line that rewrites itself on a
// terminal, a line every ten seconds elsewhere.
type progress struct {
	e     *env
	what  string
	mu    sync.Mutex
	last  time.Time
	drawn bool
}

func (e *env) progress(what string) *progress { return &progress{e: e, what: what, last: time.Now()} }

// set takes bytes done and, where known, in all. It may be called from any
// goroutine.
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

// say shows the last word of something whose size nobody knows.
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

// done takes the line away.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.e.err, "\r\x1b[K")
		p.drawn = false
	}
}
