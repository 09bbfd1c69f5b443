package runner

import (
	"io"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/guard"
)

// Scheduler walks a session's plan: it starts engines, turns what they say
// into facts, and obeys controls. It lives in the bench process and emits
// from the one goroutine that calls Walk.
type Scheduler struct {
	// Session is what Emit has added up so far; the scheduler reads it to
	// know what is left and never changes it.
	Session *bench.Session
	// Emit records a fact. Its error (a full disk, say) ends the walk.
	Emit func(job string, fact bench.Fact) error
	// Grants are the builds that may be started. A job whose build is none of
	// them fails.
	Grants Grants
	// Adapter gives the adapter for an engine's name.
	Adapter func(engineName string) (engine.Adapter, error)
	// Start starts an invocation; nil means guard.Start.
	Start func(guard.Command) (Process, error)
	// Poll returns new controls; it is called about once a second.
	Poll func() ([]bench.Control, error)
	// Inbox brings facts from elsewhere (readings) into the one goroutine.
	Inbox <-chan engine.Emitted
	// EngineLog opens the file that keeps an invocation's own words.
	EngineLog func(name string, stream engine.Stream) (io.WriteCloser, error)
	// LinkFolder is where links to awkwardly named models may be put,
	// FileFolder where files are that engines are started with.
	LinkFolder, FileFolder string
	// OnEngine, where set, is told the engine's process while it lives and 0
	// after.
	OnEngine func(pid int)
	// AtWork, where set, is told now and then while very many lines are parsed:
	// time goes by, and nothing stands still.
	AtWork func()
	// GivesWay is recorded of each start of an engine, see bench.EngineStarted.
	GivesWay string

	// Now is the clock; nil means time.Now.
	Now func() time.Time

	stopping bool
	paused   bool
	// obeyed counts the controls that were carried out.
	obeyed int
	// replan ends the invocation in flight after its current test, because
	// the plan changed under it.
	replan bool
	// cooling is set while a cool-down is waited for, goOn when somebody does
	// not want to wait, blind once it was said that there is nothing to see.
	cooling, goOn, blind bool
	// sentinel is the job whose test is repeated at the end, while it is;
	// gaveUp is set when that was skipped.
	sentinel string
	gaveUp   bool
}

// Process is an engine that was started.
type Process interface {
	Stdout() io.Reader
	Stderr() io.Reader
	PID() int
	Stop()
	Wait() engine.Exit
}

// ControlEvery is how often controls are looked for; nothing in the bench
// process wakes up more often than once a second for its own sake.
const ControlEvery = time.Second

// settleEvery gathers an engine's lines, so that many lines are one wake-up.
const settleEvery = 100 * time.Millisecond

// now is the time on the scheduler's clock.
func (s *Scheduler) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}
