package runner

import (
	"context"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// measureSentinel repeats the session's first test. It records a result or a
// failure, with these exceptions: the session stops or pauses, the user skipped
// the sentinel, or other work comes first.
func (s *Scheduler) measureSentinel(ctx context.Context) error {
	job := s.Session.Job(s.Session.First.Job)
	s.sentinel = job.ID
	defer func() { s.sentinel = "" }()
	work := []engine.Work{{
		Job: &job.Job, Test: s.Session.First.Test, Round: bench.SentinelRound, Repetitions: job.SentinelRepetitions(),
	}}
	if err := s.serve(ctx, work); err != nil {
		return err
	}
	if ctx.Err() != nil || s.stopping || s.paused || s.gaveUp || !s.Session.SentinelDue() || len(s.unfinished()) > 0 {
		s.gaveUp = false
		return nil
	}
	// There is neither a result nor a failure. Trying again would never end.
	return s.record(engine.Emitted{Job: job.ID, Fact: bench.TestFailed{
		Test: s.Session.First.Test, Round: bench.SentinelRound, Failure: silentFailure(engine.Exit{}),
	}})
}
