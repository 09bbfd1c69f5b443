package bench

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// MaxSeq is the highest number an event can have. Every reader of JSON keeps it
// exact, and counting on from it does not overflow.
const MaxSeq = 1<<53 - 1

// Event is one thing that happened, as one line of the journal:
//
//	{"seq":7,"time":"…","job":"j1","kind":"SampleTaken","fact":{…}}
//
// Seq counts from 1 without gaps over the life of a session, resumptions
// included.
type Event struct {
	Seq  int64
	Time time.Time
	// Job is the job the fact belongs to, or "" for the session.
	Job  string
	Fact Fact
}

// Fact is what an event says. Facts are plain values. Written to JSON and read
// back, they are the same.
type Fact interface {
	// Kind is the name in the journal. It never changes after a release.
	Kind() string
}

// older is a fact that is spelt differently in journals from before dragstrip
// had its present name (former.go).
type older interface {
	underPresentName(raw json.RawMessage) Fact
}

// Unknown is a fact of a kind this version does not know. Readers skip it and
// say how many there were.
type Unknown struct {
	Name string
	Raw  json.RawMessage
}

// Kind is the name the journal gave.
func (u Unknown) Kind() string { return u.Name }

// MarshalJSON writes back what was read.
func (u Unknown) MarshalJSON() ([]byte, error) {
	if len(u.Raw) == 0 {
		return []byte("null"), nil
	}
	return u.Raw, nil
}

// wireEvent is the form in which an event is read. Line writes the same form.
type wireEvent struct {
	Seq  int64           `json:"seq"`
	Time time.Time       `json:"time"`
	Job  string          `json:"job,omitempty"`
	Kind string          `json:"kind"`
	Fact json.RawMessage `json:"fact"`
}

// MarshalJSON writes the journal's form of an event.
func (e Event) MarshalJSON() ([]byte, error) { return e.Line() }

// Line gives the journal's form of an event, without a line end. It is the same
// as json.Marshal gives, but json.Marshal would go through the whole text again.
func (e Event) Line() ([]byte, error) {
	if e.Fact == nil {
		return nil, fmt.Errorf("write event %d: no fact", e.Seq)
	}
	kind := e.Fact.Kind()
	failed := func(err error) ([]byte, error) { return nil, fmt.Errorf("write event %d (%s): %w", e.Seq, kind, err) }
	fact, err := json.Marshal(e.Fact)
	if err != nil {
		return failed(err)
	}
	line := make([]byte, 0, len(fact)+len(`{"seq":,"time":"2006-01-02T15:04:05.999999999Z","job":"j100","kind":"","fact":}`)+len(kind)+20)
	line = strconv.AppendInt(append(line, `{"seq":`...), e.Seq, 10)
	when, err := e.Time.MarshalJSON()
	if err != nil {
		return failed(err)
	}
	line = append(append(line, `,"time":`...), when...)
	if e.Job != "" {
		line = appendString(append(line, `,"job":`...), e.Job)
	}
	line = appendString(append(line, `,"kind":`...), kind)
	line = append(append(line, `,"fact":`...), fact...)
	return append(line, '}'), nil
}

// appendString appends a text as JSON.
func appendString(line []byte, text string) []byte {
	quoted, _ := json.Marshal(text) // a string can always be written
	return append(line, quoted...)
}

// UnmarshalJSON reads the journal's form of an event. The journal may come from
// anybody, so the fact is admitted (see [Admit]). A kind that this version does
// not know becomes an [Unknown]. A known kind with a fact that cannot be
// decoded is an error.
func (e *Event) UnmarshalJSON(line []byte) error {
	var w wireEvent
	if err := json.Unmarshal(line, &w); err != nil {
		return err
	}
	if w.Kind == "" {
		return fmt.Errorf("event %d has no kind", w.Seq)
	}
	if w.Seq < 0 || w.Seq > MaxSeq {
		return fmt.Errorf("no event has the number %d", w.Seq)
	}
	if len(w.Fact) > MaxFact(w.Kind) {
		return fmt.Errorf("event %d: %w", w.Seq, errTooLong)
	}
	*e = Event{Seq: w.Seq, Time: writable(w.Time), Job: cleanText(w.Job)}
	kind, known := kinds[w.Kind]
	if !known {
		e.Fact = Unknown{Name: cleanText(w.Kind), Raw: w.Fact}
		return nil
	}
	fact, err := kind.decode(w.Fact)
	if err != nil {
		return fmt.Errorf("event %d (%s): %w", w.Seq, w.Kind, err)
	}
	e.Fact = fact
	return nil
}

// kinds holds every kind in a journal by its name. Kinds are added, never
// renamed.
var kinds = map[string]factKind{}

type factKind struct {
	zero   Fact
	decode func(json.RawMessage) (Fact, error)
}

// Kinds gives the zero fact of every kind, ordered by name.
func Kinds() []Fact {
	var out []Fact
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		out = append(out, kinds[name].zero)
	}
	return out
}

func register[F Fact]() struct{} {
	var zero F
	kinds[zero.Kind()] = factKind{zero, func(raw json.RawMessage) (Fact, error) {
		var fact F
		if len(raw) == 0 {
			return fact, nil
		}
		if err := json.Unmarshal(raw, &fact); err != nil {
			return nil, err
		}
		if o, ok := any(fact).(older); ok {
			fact = o.underPresentName(raw).(F)
		}
		return fact, Admit(&fact)
	}}
	return struct{}{}
}

// MustArrive tells whether a fact must reach every viewer, like results,
// outcomes and warnings. Progress, phases, readings and log lines may be merged
// on their way to a screen.
func MustArrive(f Fact) bool {
	switch f.(type) {
	case Progressed, ReadingTaken, LineLogged, PhaseEntered:
		return false
	}
	return true
}

// MustSync tells whether a fact must be synced to the disk before a viewer can
// read it: what was measured, and how things ended.
func MustSync(f Fact) bool {
	switch f.(type) {
	case SessionStarted, SessionResumed, SessionFinished, SessionImported, TestFinished, TestFailed, JobAdded, JobFinished,
		RepetitionsAdded, PrecisionJudged, SentinelFinished:
		return true
	}
	return false
}
