package runner

import (
	"sync"
	"time"

	"dragstrip/runner/engine"
)

// said is one line of an engine.
type said struct {
	stream engine.Stream
	at     time.Time
	line   []byte
	cut    int
}

// Bounds of a mailbox. What an engine writes to its error stream is bounded
// by dropping, with a count; results never are.
const (
	mailboxLines = 50_000
	mailboxBytes = 16 << 20
)

// waitsFor is how long a line that may wait does at most, as long as others
// follow it: the next one that is needed, or the engine's end, takes it along.
const waitsFor = 400 * time.Millisecond

// mailbox holds lines between the goroutines that drain an engine's pipes and
// the scheduler. Putting never waits: an engine that had to wait for us would
// be measured wrong.
type mailbox struct {
	mu      sync.Mutex
	lines   []said
	bytes   int
	dropped int
	// burst is set when a line came that is likely to be one of many; told is
	// when somebody was last told that there is something to take.
	burst bool
	told  time.Time
	ready chan struct{} // holds one token while there is something to take
}

func newMailbox() *mailbox { return &mailbox{ready: make(chan struct{}, 1)} }

// put takes a line. For one that may wait, nobody is woken more often than a
// few times a second.
func (m *mailbox) put(s said, worth engine.Worth) {
	m.mu.Lock()
	if s.stream == engine.Err && (len(m.lines) >= mailboxLines || m.bytes+len(s.line) > mailboxBytes) {
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

// settles tells whether more is likely to come at once: what is there are not
// just signs of life.
func (m *mailbox) settles() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.burst
}

// take empties the mailbox.
func (m *mailbox) take() (lines []said, dropped int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	lines, dropped = m.lines, m.dropped
	m.lines, m.bytes, m.dropped, m.burst = nil, 0, 0, false
	return lines, dropped
}
