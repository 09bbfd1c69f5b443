package bench

import (
	"slices"
	"time"
)

// State is the state of a session, a job or a test.
type State string

// The states.
const (
	StateWaiting  State = "waiting"
	StateRunning  State = "running"
	StatePaused   State = "paused"
	StateFinished State = "finished"
)

// logLines is how many engine lines a Session keeps; the files on disk have all
// lines.
const logLines = 500

// readingsKept is how many hardware samples a Session keeps: the readings of
// ten minutes.
const readingsKept = 600

// Session is everything that is known about one session. Only Apply and Pass
// change it.
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

	// Imported is set if somebody else measured the session.
	Imported *SessionImported

	Machine   Machine
	Bandwidth []BandwidthMeasured
	Readings  []Reading
	// ReadAt is when each of Readings was taken.
	ReadAt []time.Time

	Jobs     []*JobState // in queue order
	Warnings []SessionWarning
	Log      []LogLine
	// LogDropped counts lines no longer in Log.
	LogDropped int

	// Now is what is being done.
	Now Now
	// Invocation counts the engine starts so far.
	Invocation int
	// Active is how long the session has been measuring, see ActiveAt.
	Active time.Duration
	// Stepped is how far the clock was set ahead during the session, Asleep how
	// long the machine slept.
	Stepped, Asleep time.Duration
	// Away is how long the session waited for the machine, plus how long no
	// bench process worked on it: from the end of one process to the resumption
	// by another.
	Away time.Duration
	// Baseline is the machine's state at the start, if a cool-down needs it.
	Baseline  *Reading
	CoolDowns []CooledDown
	// Added are the rounds that the search for precision added to the plan's.
	Added []RepetitionsAdded
	// First is the test that was measured first, Sentinel its repetition at
	// the end.
	First    *FirstTest
	Sentinel *Sentinel
	// Spent is how the session spent its time.
	Spent Spent
	// Scatter is how much earlier sessions of the machine differ in what was
	// measured repeatedly. It is for tests that have no scatter of their own.
	Scatter Scatter
	// Unknown counts events of kinds this version does not know.
	Unknown int

	span    powerSpan
	began   bool // an engine was started, or the cool-down before its start has ended
	numbers numbering
	reached int // see Reached
	// A journal may have very many jobs, tests and warnings. So jobs finds a job
	// by its name, tests is the number of tests of all jobs, and said tells
	// whether Warnings has a warning.
	jobs  map[string]*JobState
	tests int
	said  map[SessionWarning]bool
}

// Now is what a live session is doing.
type Now struct {
	Job   string
	Since time.Time
	PhaseEntered
	Progress Progressed
}

// JobState is a job with its state and its results.
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
	Peak    MemoryPeak
	// Loads are the times that the engine took to load the model, one for each
	// start, in nanoseconds.
	Loads []int64
	// Told are the settings that a server told.
	Told []Told
	// OnlyStated says that somebody else published the results, and no dragstrip
	// watched. What the source does not say is not known: it is no default.
	OnlyStated bool
	byTest     map[Test]*TestState
}

// TestState is a test with its state and its results.
type TestState struct {
	Test    Test
	State   State
	Outcome Outcome
	Failure *Failure
	Results []Result
	// Failed are the failures in all rounds. Failure is the last of them.
	Failed   []TestFailed
	Live     []SampleTaken // of the round in flight
	Warnings []Warning
	// Precision is set when the search for precision has ended for this test.
	Precision *PrecisionJudged
	// Still are the standstills while the test was measured.
	Still []StoodStill
	// Scatter is how much earlier sessions of the machine differ in this test.
	Scatter Scatter
	// Expected is the speed that was expected before it was measured.
	Expected Expected
	power    []powerSeen
	// settled are rounds that need no further work. Rounds below firstOpen need
	// no further work either.
	settled   map[int]bool
	firstOpen int
}

// SessionWarning is a warning with the job and test that it belongs to.
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

// Pausing tells whether a pause was asked for but has not begun. The engine
// first finishes its test and ends.
func (s *Session) Pausing() bool { return s.State == StatePaused && s.Spent.Running }

// Fastest gives the job and the test with the best figure; nil if nothing was
// measured yet. It prefers generations to prompts, because people choose models
// by the speed of generation. The total of several requests at once counts only
// if there is nothing else: it is not what one user gets.
func Fastest(jobs []*JobState) (*JobState, *TestState) {
	alone := slices.DeleteFunc(slices.Clone(jobs), func(j *JobState) bool { return j.Params.AtOnce() > 1 || !j.HasResults() })
	if len(alone) > 0 {
		jobs = alone
	}
	var job *JobState
	var test *TestState
	best := 0.0
	for _, j := range jobs {
		for _, t := range j.Tests {
			if !t.Measured() {
				continue
			}
			median, is := t.Summary().Median, t.Test.IsDecode()
			decode := test != nil && test.Test.IsDecode()
			if is && !decode || is == decode && median > best {
				job, test, best = j, t, median
			}
		}
	}
	return job, test
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

// Reached is how many rounds, counted from the first, may already have settled
// tests. All later rounds are still as planned.
func (s *Session) Reached() int { return s.reached }

// Measured tells whether the test has a figure: any repetition was recorded, or
// somebody published the figure of an imported result.
func (t *TestState) Measured() bool {
	return slices.ContainsFunc(t.Results, func(r Result) bool { return len(r.SamplesNS) > 0 || r.Published != nil })
}

// Started is when an engine first began the test; zero means not known. The
// first result need not be the earliest: a requeued job measures a round again.
func (t *TestState) Started() time.Time {
	var first time.Time
	for _, r := range t.Results {
		if !r.Started.IsZero() && (first.IsZero() || r.Started.Before(first)) {
			first = r.Started
		}
	}
	return first
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

// StartsTPS gives the repetitions of a test in tokens per second, grouped by
// the start of the engine in which they were taken. Each round starts the
// engine again. A resumed session and a requeued job do the same.
func (t *TestState) StartsTPS() [][]float64 {
	out := make([][]float64, len(t.Results))
	for i, r := range t.Results {
		out[i] = r.SamplesTPS()
	}
	return out
}

// Summary describes all repetitions of a test, or its published figure.
func (t *TestState) Summary() Summary {
	if p := t.Published(); p != nil {
		return p.summary()
	}
	return SummarizeAcross(t.StartsTPS(), t.Scatter)
}

// Settled tells whether a round of the test needs no further work: it has a
// result, failed, or was skipped.
func (t *TestState) Settled(round int) bool {
	return t.settled[round] || t.State == StateFinished
}

// Failed tells whether any test of the job failed in any round.
func (j *JobState) Failed() bool {
	return slices.ContainsFunc(j.Tests, func(t *TestState) bool { return len(t.Failed) > 0 })
}
