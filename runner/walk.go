package runner

import (
	"context"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/guard"
)

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
			return s.Session.OutcomeOfTests(), nil
		case next.job == nil: // extend recorded something; look again
		case s.Session.Plan.CoolDown > 0 && !cooled:
			// After the wait, the loop looks again, because what comes next may
			// have changed.
			cooled, err = true, s.cool(ctx, next.job)
		default:
			cooled, err = false, next.begin(ctx)
		}
		if err != nil {
			return "", err
		}
	}
}

// step is what comes next: a start of the engine for a job. If job is nil,
// nothing is started; Walk looks again at what is left.
type step struct {
	job   *bench.Job
	begin func(context.Context) error
}

// upcoming returns the next step: first the remaining work, then rounds for the
// requested precision, then the sentinel. nil means that nothing is left.
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

// rest waits at most a second while the session is paused; then Walk looks for
// controls again. If a fact arrives meanwhile, rest records it and returns.
func (s *Scheduler) rest(ctx context.Context) error {
	tick := time.NewTicker(ControlEvery)
	defer tick.Stop()
	select {
	case <-ctx.Done():
	case <-tick.C:
	case e := <-s.Inbox:
		return s.Emit(e.Job, e.Fact)
	}
	return nil
}
