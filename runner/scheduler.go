package runner

import (
	"context"
	"errors"
	"fmt"
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

	// Now is the clock; nil means time.Now.
	Now func() time.Time

	stopping bool
	paused   bool
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

// controlEvery is how often controls are looked for; nothing in the bench
// process wakes up more often than once a second for its own sake.
const controlEvery = time.Second

// settleEvery gathers an engine's lines, so that many lines are one wake-up.
const settleEvery = 100 * time.Millisecond

// Walk measures until nothing is left, the session is stopped, or ctx is
// done. It returns how the session ended; the caller writes the last event.
// An error means that facts could no longer be recorded.
func (s *Scheduler) Walk(ctx context.Context) (bench.Outcome, error) {
	if s.Start == nil {
		s.Start = func(c guard.Command) (Process, error) { return guard.Start(c) }
	}
	s.paused = s.Session.State == bench.StatePaused
	cooled := false
	for {
		if err := s.obey(nil); err != nil {
			return "", err
		}
		if err := s.closeJobs(); err != nil {
			return "", err
		}
		if ctx.Err() != nil {
			s.stopping = true
		}
		if s.stopping {
			if _, err := s.judge(bench.PrecisionStopped); err != nil {
				return "", err
			}
			return bench.OutcomeStopped, s.closeAll(bench.OutcomeStopped, "")
		}
		if s.paused {
			cooled = false
			if err := s.rest(ctx); err != nil {
				return "", err
			}
			continue
		}
		next, err := s.upcoming()
		if err != nil {
			return "", err
		}
		switch {
		case next == nil:
			return s.outcome(), nil
		case next.job == nil: // something was decided
		case s.Session.Plan.CoolDown > 0 && !cooled:
			// What comes next may have changed when the wait is over.
			cooled, err = true, s.cool(ctx, next.job)
		default:
			cooled, err = false, next.begin(ctx)
		}
		if err != nil {
			return "", err
		}
	}
}

// step is what comes next: a start of the engine for a job, or, without one,
// another look at what is left.
type step struct {
	job   *bench.Job
	begin func(context.Context) error
}

// upcoming gives the next step: the work that is left, then the rounds that
// precision asks for, then the sentinel. Nil is the end.
func (s *Scheduler) upcoming() (*step, error) {
	if work := s.next(); len(work) > 0 {
		return &step{work[0].Job, func(ctx context.Context) error { return s.serve(ctx, work) }}, nil
	}
	decided, err := s.extend()
	if decided || err != nil {
		return &step{}, err
	}
	if s.Session.SentinelDue() {
		return &step{&s.Session.Job(s.Session.First.Job).Job, s.measureSentinel}, nil
	}
	return nil, nil
}

// serve makes the first invocation for the work and sees it through.
func (s *Scheduler) serve(ctx context.Context, work []engine.Work) error {
	job := work[0].Job
	adapter, err := s.Adapter(job.Build.Engine)
	if err != nil {
		return s.failAll(work, cannotStart(err))
	}
	build, err := adapter.Probe(ctx, job.Build)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return s.failAll(work, cannotStart(err))
	}
	opts := engine.Options{Ticks: s.Session.Plan.Ticks, LinkFolder: s.LinkFolder, FileFolder: s.FileFolder}
	invocations, err := adapter.Invocations(ctx, build, work, opts)
	if err == nil && (len(invocations) == 0 || len(invocations[0].Work) == 0) {
		err = errors.New("the adapter made no invocation of the work")
	}
	if err != nil {
		return s.failAll(work, cannotStart(err))
	}
	return s.invoke(ctx, build, invocations[0])
}

func cannotStart(err error) bench.Failure {
	if failure, ok := engine.FailureOf(err); ok {
		failure.WholeModel = true
		return failure
	}
	return bench.Failure{
		Code:       bench.FailEngineMissing,
		Reason:     bench.Clean(err.Error()),
		Remedy:     "see `dragstrip engines` for what is installed; `dragstrip setup` gets an engine",
		WholeModel: true,
	}
}

func (s *Scheduler) failAll(work []engine.Work, failure bench.Failure) error {
	for _, w := range work {
		if err := s.record(engine.Emitted{Job: w.Job.ID, Fact: bench.TestFailed{Test: w.Test, Round: w.Round, Failure: failure}}); err != nil {
			return err
		}
	}
	return nil
}

// unsettled gives the work of an invocation that has neither result nor
// failure yet.
func (s *Scheduler) unsettled(work []engine.Work) []engine.Work {
	var left []engine.Work
	for _, w := range work {
		job := s.Session.Job(w.Job.ID)
		if job == nil || job.State == bench.StateFinished || w.Round == bench.SentinelRound {
			continue
		}
		if t := job.Test(w.Test); t != nil && !t.Settled(w.Round) {
			left = append(left, w)
		}
	}
	return left
}

// closeJobs ends every job that has nothing left to do.
func (s *Scheduler) closeJobs() error {
	for _, job := range s.Session.Jobs {
		if job.State == bench.StateFinished || s.left(job) > 0 || s.undecided(job) {
			continue
		}
		if err := s.Emit(job.ID, bench.JobFinished{Outcome: jobOutcome(job)}); err != nil {
			return err
		}
	}
	return nil
}

// closeAll ends every job that is still open.
func (s *Scheduler) closeAll(outcome bench.Outcome, reason string) error {
	for _, job := range s.Session.Jobs {
		if job.State == bench.StateFinished {
			continue
		}
		if err := s.Emit(job.ID, bench.JobFinished{Outcome: outcome, Reason: reason}); err != nil {
			return err
		}
	}
	return nil
}

func jobOutcome(job *bench.JobState) bench.Outcome {
	failed := 0
	for _, t := range job.Tests {
		if t.Outcome == bench.OutcomeFailed {
			failed++
		}
	}
	switch failed {
	case 0:
		return bench.OutcomeDone
	case len(job.Tests):
		return bench.OutcomeFailed
	}
	return bench.OutcomePartly
}

// outcome sums the jobs up. Skipping is a choice, not a failure.
func (s *Scheduler) outcome() bench.Outcome {
	count := map[bench.Outcome]int{}
	for _, job := range s.Session.Jobs {
		count[job.Outcome]++
	}
	bad := count[bench.OutcomeFailed] + count[bench.OutcomePartly]
	switch {
	case bad == 0 && count[bench.OutcomeDone] == 0 && count[bench.OutcomeSkipped] > 0:
		return bench.OutcomeSkipped
	case bad == 0:
		return bench.OutcomeDone
	case count[bench.OutcomeFailed] == len(s.Session.Jobs):
		return bench.OutcomeFailed
	}
	return bench.OutcomePartly
}

// rest waits, while paused, for a control.
func (s *Scheduler) rest(ctx context.Context) error {
	tick := time.NewTicker(controlEvery)
	defer tick.Stop()
	select {
	case <-ctx.Done():
	case <-tick.C:
	case e := <-s.Inbox:
		return s.Emit(e.Job, e.Fact)
	}
	return nil
}

// Describe says in a few words what is left to do, for log lines.
func (s *Scheduler) Describe() string {
	n := 0
	for _, job := range s.Session.Jobs {
		if job.State != bench.StateFinished {
			n += s.left(job)
		}
	}
	return fmt.Sprintf("%d tests left", n)
}
