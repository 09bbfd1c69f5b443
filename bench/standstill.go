package bench

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// ClockMoved says that, since the event before, the time of day changed by more
// or less than the time that passed. Durations do not include the difference.
type ClockMoved struct {
	// Step is how far the clock was set ahead. It is negative if the clock was
	// set back.
	Step time.Duration `json:"step_ns,omitempty"`
	// Asleep is how long the machine slept (suspended, its lid closed).
	Asleep time.Duration `json:"asleep_ns,omitempty"`
}

// StillCause is why a test stood still.
type StillCause string

// The causes.
const (
	// StillEngine: the engine was stopped by a signal.
	StillEngine StillCause = "engine"
	// StillAll: engine and bench process were stopped together.
	StillAll StillCause = "all"
	// StillMachine: the machine slept.
	StillMachine StillCause = "machine"
)

// StoodStill says that the event's job stopped in the middle of a test, for a
// reason outside the test. The repetition is long because of that.
type StoodStill struct {
	Test  Test `json:"test"`
	Round int  `json:"round,omitempty"`
	// Repetition counts from 1 within the round; 0 means not known.
	Repetition int           `json:"repetition,omitempty"`
	For        time.Duration `json:"for_ns"`
	Cause      StillCause    `json:"cause"`
}

// String is the sentence for people.
func (f StoodStill) String() string {
	text := "something stopped it for about " + FormatDuration(f.For)
	switch f.Cause {
	case StillEngine:
		text = "the engine was stopped by a signal for about " + FormatDuration(f.For)
	case StillAll:
		text = "the engine and dragstrip were stopped together for about " + FormatDuration(f.For) + " (a paused container or virtual machine)"
	case StillMachine:
		text = "the machine slept for " + FormatDuration(f.For)
	}
	if f.Repetition > 0 {
		text += fmt.Sprintf(" during repetition %d", f.Repetition)
	}
	if f.Repetition > 0 && f.Round > 0 {
		text += fmt.Sprintf(" of round %d", f.Round+1)
	}
	return text
}

// mostStills is how many standstills one warning lists.
const mostStills = 3

// stoodStill is the doubt about a test that was stopped while it was measured.
func stoodStill(_ *Session, _ *JobState, t *TestState) (Warning, bool) {
	if len(t.Still) == 0 {
		return Warning{}, false
	}
	var texts []string
	for _, f := range t.Still[:min(len(t.Still), mostStills)] {
		texts = append(texts, f.String())
	}
	if more := len(t.Still) - len(texts); more > 0 {
		texts = append(texts, "and on "+Plural(more, "other occasion"))
	}
	return doubted("stood_still", strings.Join(texts, "; ")), true
}

// undisturbed gives the repetitions of a test, grouped by start of the engine.
// In place of a repetition in which the test stood still it gives NaN, because the
// reason why that one is slow is known.
func (t *TestState) undisturbed() [][]float64 {
	starts := t.StartsTPS()
	if len(t.Still) == 0 {
		return starts
	}
	for i, r := range t.Results {
		var kept []float64
		for k, v := range starts[i] {
			stood := slices.ContainsFunc(t.Still, func(f StoodStill) bool {
				return f.Round == r.Round && (f.Repetition == 0 || f.Repetition == k+1)
			})
			if stood {
				v = math.NaN()
			}
			kept = append(kept, v)
		}
		starts[i] = kept
	}
	return starts
}

// applyStill adds changes of the clock, sleep and standstills.
func (s *Session) applyStill(e Event) {
	switch f := e.Fact.(type) {
	case ClockMoved:
		s.Stepped += f.Step
		s.Asleep += f.Asleep
	case StoodStill:
		if j := s.Job(e.Job); j != nil && f.Round != SentinelRound {
			if t := j.Test(f.Test); t != nil {
				t.Still = keepFirst(t.Still, f, mostKept)
			}
		}
	}
}

// movedBy is how far the clock moved since the previous event without any work
// being done: it was set, or the machine slept.
func movedBy(f Fact) time.Duration {
	if moved, ok := f.(ClockMoved); ok {
		return moved.Step + moved.Asleep
	}
	return 0
}

// ElapsedAt is how long the session has lasted at a moment. It leaves out the
// time in which no bench process worked on the session, the time in which the
// session waited for the machine, and changes of the clock.
func (s *Session) ElapsedAt(now time.Time) time.Duration {
	away := s.Away
	if s.Waits() {
		away += max(now.Sub(s.LastEvent), 0)
	}
	return max(now.Sub(s.Started)-s.Stepped-away, 0)
}

// Waits tells whether the session waits until nothing else is measured on its
// machine.
func (s *Session) Waits() bool { return s.Now.Phase == PhaseWaiting }

// applyAway adds the time from the last event to a resumption, and the time
// during which the session waited.
func (s *Session) applyAway(e Event) {
	if _, resumed := e.Fact.(SessionResumed); !resumed && !s.Waits() || s.LastEvent.IsZero() {
		return
	}
	away := e.Time.Sub(s.LastEvent)
	if moved, ok := e.Fact.(ClockMoved); ok {
		away -= moved.Step // Stepped counts it
	}
	s.Away += max(away, 0)
}
