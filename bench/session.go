package bench

import (
	"slices"
	"time"
)

// State is where a session, a job or a test stands.
type State string

// The states.
const (
	StateWaiting  State = "waiting"
	StateRunning  State = "running"
	StatePaused   State = "paused"
	StateFinished State = "finished"
)

// logLines is how many engine lines a Session keeps; all of them are on disk.
const logLines = 500

// readingsKept is how many hardware samples a Session keeps: ten minutes.
const readingsKept = 600

// Session is everything known about one sitting. Only Apply changes it.
type Session struct {
	ID       string
	Plan     Plan
	Version  string // of dragstrip
	Started  time.Time
	Finished time.Time
	// LastEvent is the time of the newest event.
	LastEvent time.Time
	LastSeq   int64
	State     State
	Outcome   Outcome
	Reason    string

	Machine   Machine
	Bandwidth []BandwidthMeasured
	Readings  []Reading

	Jobs     []*JobState // in queue order
	Warnings []SessionWarning
	Log      []LogLine
	// LogDropped counts lines no longer in Log.
	LogDropped int

	// Now is what is being done.
	Now Now
	// Invocation counts the engine starts so far.
	Invocation int
	// Active is how long it has been measuring, see ActiveAt.
	Active time.Duration
	// Stepped is how far the clock was set ahead while it lasted, Asleep how
	// long the machine slept.
	Stepped, Asleep time.Duration
	// Away is how long no bench process worked on it: between the end of one
	// and the resumption by another.
	Away time.Duration
	// Baseline is what the machine was like at the start, where a cool-down
	// needs to know.
	Baseline  *Reading
	CoolDowns []CooledDown
	// Added are the rounds after the plan's that precision asked for.
	Added []RepetitionsAdded
	// First is the test that was measured first, Sentinel its repetition at
	// the end.
	First    *FirstTest
	Sentinel *Sentinel
	// Spent is what its time went into.
	Spent Spent
	// Scatter is how far earlier sessions of the machine lie apart in what was
	// measured again, for tests that have no scatter of their own.
	Scatter Scatter
	// Unknown counts events of kinds this version does not know.
	Unknown int

	span    powerSpan
	began   bool // an engine was started, or a wait for it ended
	numbers numbering
	reached int // see Reached
	// jobs finds a job by its name, tests counts those of all jobs, and said
	// holds Warnings: a journal may have very many of each.
	jobs  map[string]*JobState
	tests int
	said  map[SessionWarning]bool
}

// Now is the moment's activity of a live session.
type Now struct {
	Job   string
	Since time.Time
	PhaseEntered
	Progress Progressed
}

// JobState is a job and what has become of it.
type JobState struct {
	Job
	State   State
	Outcome Outcome
	Reason  string
	Started time.Time
	Ended   time.Time
	Tests   []*TestState
	// Engines lists the invocations that served the job.
	Engines []EngineStarted
	Memory  []MemoryAllocated
	byTest  map[Test]*TestState
}

// TestState is a test and what has become of it.
type TestState struct {
	Test     Test
	State    State
	Outcome  Outcome
	Failure  *Failure
	Results  []Result
	Live     []SampleTaken // of the round in flight
	Warnings []Warning
	// Precision is set once it is decided that it has enough repetitions.
	Precision *PrecisionJudged
	// Still is when it stood still while it was measured.
	Still []StoodStill
	// Scatter is how far earlier sessions of the machine lie apart in it.
	Scatter Scatter
	power   []powerSeen
	// settled are rounds that need no further work, and all below firstOpen
	// do not.
	settled   map[int]bool
	firstOpen int
}

// SessionWarning is a warning with the place it belongs to.
type SessionWarning struct {
	Job string
	Warned
}

// LogLine is an engine line with its time and job.
type LogLine struct {
	Time time.Time
	Job  string
	LineLogged
}

// NewSession gives a session in which nothing has happened.
func NewSession() *Session { return &Session{State: StateWaiting} }

// Replay folds events into a new session.
func Replay(events []Event) *Session {
	s := NewSession()
	for _, e := range events {
		s.Apply(e)
	}
	return s
}

// Job finds a job by its name; nil when there is none.
func (s *Session) Job(id string) *JobState {
	if len(s.jobs) == len(s.Jobs) {
		return s.jobs[id]
	}
	for _, j := range s.Jobs {
		if j.ID == id {
			return j
		}
	}
	return nil
}

// Pausing tells whether a pause was asked for and has not begun: the engine
// still finishes its test.
func (s *Session) Pausing() bool { return s.State == StatePaused && s.Spent.Running }

// MeasuredTests is how many of the tests that were asked for were measured in
// full. A session that was stopped may have some rounds of a test and not all:
// such a test is not counted. It is what every list and report says of a session.
func (s *Session) MeasuredTests() (measured, asked int) {
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			asked++
			if t.Outcome == OutcomeDone && t.Measured() {
				measured++
			}
		}
	}
	return measured, asked
}

// HasResults tells whether anything of the job was measured.
func (j *JobState) HasResults() bool {
	for _, t := range j.Tests {
		if len(t.Results) > 0 {
			return true
		}
	}
	return false
}

// Test finds a test of a job; nil when there is none.
func (j *JobState) Test(t Test) *TestState {
	if len(j.byTest) == len(j.Tests) {
		return j.byTest[t]
	}
	for _, ts := range j.Tests {
		if ts.Test == t {
			return ts
		}
	}
	return nil
}

// Reached is in how many rounds, from the first, something may have been
// settled already: all later ones are as they were planned.
func (s *Session) Reached() int { return s.reached }

// Measured tells whether any repetition of the test was recorded.
func (t *TestState) Measured() bool {
	return slices.ContainsFunc(t.Results, func(r Result) bool { return len(r.SamplesNS) > 0 })
}

// SamplesNS gives all repetitions of a test over all rounds.
func (t *TestState) SamplesNS() []int64 {
	var out []int64
	for _, r := range t.Results {
		out = append(out, r.SamplesNS...)
	}
	return out
}

// SamplesTPS gives all repetitions of a test in tokens per second.
func (t *TestState) SamplesTPS() []float64 {
	var out []float64
	for _, r := range t.Results {
		out = append(out, r.SamplesTPS()...)
	}
	return out
}

// StartsTPS gives the repetitions of a test in tokens per second, by the start
// of the engine they were taken in: a round starts the engine anew, and so do
// what resumes a session and a requeued job.
func (t *TestState) StartsTPS() [][]float64 {
	out := make([][]float64, len(t.Results))
	for i, r := range t.Results {
		out[i] = r.SamplesTPS()
	}
	return out
}

// Summary describes all repetitions of a test.
func (t *TestState) Summary() Summary { return SummarizeAcross(t.StartsTPS(), t.Scatter) }

// Settled tells whether a round of the test needs no further work: it has a
// result, failed, or was skipped.
func (t *TestState) Settled(round int) bool {
	return t.settled[round] || t.State == StateFinished
}
