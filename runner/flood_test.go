package runner

import (
	"testing"
	"time"

	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
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

// TestAFloodIsBounded: the lines that wait for a busy machine take memory,
// which the engine needs. Those of standard output used to be kept without a
// limit. A result that comes after a flood on the other stream must still be
// kept.
func TestAFloodIsBounded(t *testing.T) {
	for name, line := range map[string]int{"short lines": 1, "long lines": guard.MaxOutLine} {
		m := newMailbox()
		put := func(stream engine.Stream) {
			for range 2*mailboxLines/line + 20 {
				m.put(said{stream: stream, line: make([]byte, line)}, engine.Needed)
			}
		}
		put(engine.Err)
		m.put(said{stream: engine.Out, line: []byte("result")}, engine.Needed)
		put(engine.Out)
		lines, dropped := m.take()
		bytes, found := 0, false
		for _, l := range lines {
			bytes += len(l.line)
			found = found || string(l.line) == "result"
		}
		if most, mostBytes := room(engine.Out); !found || dropped == 0 || len(lines) > most || bytes > mostBytes {
			t.Errorf("%s: %d lines, %d bytes, %d dropped, the result is there: %v", name, len(lines), bytes, dropped, found)
		}
	}
}
