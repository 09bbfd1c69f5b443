package runner

import (
	"testing"
	"time"

	"dragstrip/runner/engine"
)

// deaf is a parser that ignores all lines.
type deaf struct{ engine.Parser }

func (deaf) Line(engine.Stream, time.Time, []byte, int) []engine.Emitted { return nil }

// TestAFloodIsWork: an engine that printed a hundred megabytes used to be
// reported as a standstill of the machine, because nothing else happened
// meanwhile.
func TestAFloodIsWork(t *testing.T) {
	told := 0
	s := &Scheduler{AtWork: func() { told++ }}
	f := &flight{inv: engine.Invocation{Parser: deaf{}}, mail: newMailbox()}
	for range 2*linesAtOnce + 1 {
		f.mail.put(said{stream: engine.Err, line: []byte("x")}, engine.Needed)
	}
	if err := s.deliver(f); err != nil || told != 2 {
		t.Errorf("told %d times, want 2: %v", told, err)
	}
}
