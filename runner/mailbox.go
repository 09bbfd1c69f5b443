package runner

import (
	"sync"
	"time"

	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// said is one line that an engine printed.
type said struct {
	stream engine.Stream
	at     time.Time
	line   []byte
	cut    int
}

// Limits of a mailbox. Beyond them, lines are dropped and counted.
const (
	mailboxLines = 50_000
	mailboxBytes = 4 << 20
)

// room is how much a mailbox may hold when another line of a stream is put in.
// Standard output has more room: if very many lines on the error stream fill
// the mailbox, several of the longest results still fit.
func room(stream engine.Stream) (lines, bytes int) {
	if stream == engine.Out {
		return mailboxLines + mailboxLines/5, mailboxBytes + 4*guard.MaxOutLine
	}
	return mailboxLines, mailboxBytes
}

// waitsFor limits how often lines that may wait wake the reader: once in this
// time. Such a line stays in the mailbox until the next wake-up, the next
// needed line, or the engine's end.
const waitsFor = 400 * time.Millisecond

// mailbox holds lines between the goroutines that drain an engine's pipes and
// the scheduler. put never blocks: if an engine had to wait for dragstrip, its
// speed would be measured wrong.
type mailbox struct {
	mu      sync.Mutex
	lines   []said
	bytes   int
	dropped int
	// burst is set when a needed line came, because other lines often follow it
	// at once. told is when the reader was last woken.
	burst bool
	told  time.Time
	ready chan struct{} // holds one token while there is something to take
}

func newMailbox() *mailbox { return &mailbox{ready: make(chan struct{}, 1)} }

// put adds a line. Lines that may wait wake the reader only a few times a
// second.
func (m *mailbox) put(s said, worth engine.Worth) {
	m.mu.Lock()
	if lines, bytes := room(s.stream); len(m.lines) >= lines || m.bytes+len(s.line) > bytes {
		m.dropped++
		m.mu.Unlock()
		return
	}
	m.lines = append(m.lines, s)
	m.bytes += len(s.line)
	tell := worth == engine.Needed || s.at.Sub(m.told) >= waitsFor
	if tell {
		m.told = s.at
	}
	m.burst = m.burst || worth == engine.Needed
	m.mu.Unlock()
	if !tell {
		return
	}
	select {
	case m.ready <- struct{}{}:
	default:
	}
}

// settles tells whether more lines are likely to follow at once. They are
// likely if the mailbox holds a needed line, and not only ticks.
func (m *mailbox) settles() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.burst
}

// take returns all lines in the mailbox and empties it.
func (m *mailbox) take() (lines []said, dropped int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	lines, dropped = m.lines, m.dropped
	m.lines, m.bytes, m.dropped, m.burst = nil, 0, 0, false
	return lines, dropped
}
