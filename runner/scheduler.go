package runner

import (
	"io"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// Scheduler walks a session's plan: it starts engines, turns what they say into
// facts, and obeys controls. It lives in the bench process. It emits facts only
// from the goroutine that calls Walk.
type Scheduler struct {
	// Session is the state after all facts that were emitted so far. The
	// scheduler reads it to see which work is left, and never changes it.
	Session *bench.Session
	// Emit records a fact. If it fails (for example because the disk is full),
	// the walk ends.
	Emit func(job string, fact bench.Fact) error
	// Grants are the builds that may be started. A job fails if Grants has no
	// grant for its build.
	Grants Grants
	// Adapter gives the adapter for an engine's name.
	Adapter func(engineName string) (engine.Adapter, error)
	// Start starts an invocation; nil means guard.Start.
	Start func(guard.Command) (Process, error)
	// Poll returns new controls; it is called about once a second.
	Poll func() ([]bench.Control, error)
	// Inbox brings facts from other goroutines (readings) into the one that emits.
	Inbox <-chan engine.Emitted
	// EngineLog opens the file that keeps an invocation's output.
	EngineLog func(name string, stream engine.Stream) (io.WriteCloser, error)
	// LinkFolder is the folder for links to models with unusual names.
	// FileFolder is the folder for files that engines need at their start.
	LinkFolder, FileFolder string
	// OnEngine, if set, gets the engine's process number while it lives, and 0
	// afterwards; and Invocation.Port.
	OnEngine func(pid, port int)
	// AtWork, if set, is called from time to time while very many lines are
	// parsed, so that this work does not look like a standstill.
	AtWork func()
	// ProcessLimit, if set, says in words which limit on processes applies
	// here; "" if there is none. The text is added to the failure of an engine
	// that could not start a process.
	ProcessLimit func() string
	// GivesWay is recorded with each start of an engine, see bench.EngineStarted.
	GivesWay string

	// Tuner decides what a plan with a search for the best job measures next.
	Tuner Tuner

	// Now is the clock; nil means time.Now.
	Now func() time.Time

	stopping bool
	paused   bool
	// obeyed counts the controls that were carried out.
	obeyed int
	// replan ends the invocation in flight after its current test, because the
	// plan has changed.
	replan bool
	// cooling is set while a cool-down lasts. goOn is set when the user wants
	// to end it. blind is set after a warning was recorded that there are no
	// readings to judge by.
	cooling, goOn, blind bool
	// sentinel is the job whose test is being repeated at the end. gaveUp is
	// set when the user skipped this repetition.
	sentinel string
	gaveUp   bool
	// answered is set when the search for the best job has ended.
	answered bool
}

// Tuner decides about the blocks of a search for the best job.
type Tuner interface {
	// Next gives the next block; false if the search has its answer.
	Next(*bench.Session) (bench.RepetitionsAdded, bool)
	// WhyNot says why a job was not measured.
	WhyNot(s *bench.Session, job string) string
}

// Process is a started engine.
type Process interface {
	Stdout() io.Reader
	Stderr() io.Reader
	PID() int
	Stop()
	Wait() engine.Exit
}

// ControlEvery is how often the scheduler looks for controls. Nothing in the
// bench process wakes up more often than once a second without a cause.
const ControlEvery = time.Second

// settleEvery is how long lines of an engine are collected before they are
// parsed together.
const settleEvery = 100 * time.Millisecond

// now is the time on the scheduler's clock.
func (s *Scheduler) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}
