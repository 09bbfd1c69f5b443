package runner

import (
	"context"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// sentinelDetail is what a screen shows beside the sentinel's phases.
const sentinelDetail = "the first test again, to see drift"

// measureSentinel repeats the session's first test. It comes back without one
// only when the session is to stop, pause or do something else first.
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
	// Neither result nor failure: trying again would go on for ever.
	return s.record(engine.Emitted{Job: job.ID, Fact: bench.TestFailed{
		Test: s.Session.First.Test, Round: bench.SentinelRound, Failure: silentFailure(engine.Exit{}),
	}})
}

func (s *Scheduler) unfinished() []*bench.JobState {
	var out []*bench.JobState
	for _, job := range s.Session.Jobs {
		if job.State != bench.StateFinished {
			out = append(out, job)
		}
	}
	return out
}

// record emits a fact of an engine. What belongs to the sentinel is kept apart
// from the results here, so that no reader of a journal can mix it in.
func (s *Scheduler) record(e engine.Emitted) error {
	fact, keep := e.Fact, true
	switch f := e.Fact.(type) {
	case bench.JobStarted:
		keep = f.Round != bench.SentinelRound
	case bench.SampleTaken:
		keep = f.Round != bench.SentinelRound
	case bench.Warned:
		keep = f.Round != bench.SentinelRound // the test has it already
	case bench.PhaseEntered:
		if f.Round == bench.SentinelRound {
			f.Detail = sentinelDetail
			fact = f
		}
	case bench.TestFinished:
		if f.Result.Round == bench.SentinelRound {
			return s.endSentinel(e.Job, bench.SentinelFinished{Test: f.Result.Test, Outcome: bench.OutcomeDone, Result: &f.Result})
		}
	case bench.TestFailed:
		if f.Round == bench.SentinelRound {
			return s.endSentinel(e.Job, bench.SentinelFinished{Test: f.Test, Outcome: bench.OutcomeFailed, Failure: &f.Failure})
		}
	}
	if !keep {
		return nil
	}
	return s.Emit(e.Job, fact)
}

// endSentinel records it and what it says of the session.
func (s *Scheduler) endSentinel(job string, f bench.SentinelFinished) error {
	if err := s.Emit(job, f); err != nil {
		return err
	}
	if warning, doubt := s.Session.DriftWarning(); doubt {
		return s.Emit("", bench.Warned{Warning: warning})
	}
	return nil
}
