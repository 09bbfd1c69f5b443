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

// mailbox holds lines between the goroutines that drain an engine's pipes and
// the scheduler. Putting never waits: an engine that had to wait for us would
// be measured wrong.
type mailbox struct {
	mu      sync.Mutex
	lines   []said
	bytes   int
	dropped int
	ready   chan struct{} // holds one token while there is something to take
}

func newMailbox() *mailbox { return &mailbox{ready: make(chan struct{}, 1)} }

func (m *mailbox) put(s said) {
	m.mu.Lock()
	if s.stream == engine.Err && (len(m.lines) >= mailboxLines || m.bytes+len(s.line) > mailboxBytes) {
		m.dropped++
		m.mu.Unlock()
		return
	}
	m.lines = append(m.lines, s)
	m.bytes += len(s.line)
	m.mu.Unlock()
	select {
	case m.ready <- struct{}{}:
	default:
	}
}

// take empties the mailbox.
func (m *mailbox) take() (lines []said, dropped int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	lines, dropped = m.lines, m.dropped
	m.lines, m.bytes, m.dropped = nil, 0, 0
	return lines, dropped
}
