package report

import (
	"time"

	"dragstrip/bench"
)

// DocumentTimes is what must be known, besides the start and the end of a session,
// to tell how long it took.
type DocumentTimes struct {
	LastEvent time.Time         `json:"last_event,omitzero"` // time of the newest event; only if the session has not finished
	Away      time.Duration     `json:"away_ns,omitempty"`   // how long the session waited for the machine or was interrupted
	Clock     *bench.ClockMoved `json:"clock,omitempty"`     // how far the clock was set, and how long the machine slept
}

func timesOf(s *bench.Session) (t DocumentTimes) {
	if s.Finished.IsZero() {
		t.LastEvent = s.LastEvent.UTC()
	}
	t.Away = s.Away
	if moved := (bench.ClockMoved{Step: s.Stepped, Asleep: s.Asleep}); moved != (bench.ClockMoved{}) {
		t.Clock = &moved
	}
	return t
}
