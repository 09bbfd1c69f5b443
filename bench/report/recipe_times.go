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

// clock moves the clock and makes the session wait, as long as the report says.
func (r retelling) clock() {
	c := r.of
	if c.Clock != nil {
		r.tell("", c.Started, *c.Clock)
	}
	end := c.Finished
	if end.IsZero() {
		end = c.LastEvent
	}
	if c.Away > 0 && c.Away <= end.Sub(c.Started) {
		r.tell("", c.Started, bench.PhaseEntered{Phase: bench.PhaseWaiting})
		r.tell("", c.Started.Add(c.Away), bench.PhaseEntered{})
	}
}

// lastEvent tells when the newest event of an unfinished session was. Nothing else
// follows from the event.
func (r retelling) lastEvent() {
	if r.of.Finished.IsZero() && !r.of.LastEvent.IsZero() {
		r.tell("", r.of.LastEvent, bench.ClockMoved{})
	}
}
