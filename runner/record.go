package runner

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// sentinelDetail is what a screen shows beside the phases of the sentinel.
const sentinelDetail = "drift check: the first test again"

// record emits a fact about an engine's work. Facts of the sentinel are dropped
// or changed, so that no reader of a journal takes them for results: the end of
// its test becomes a SentinelFinished.
func (s *Scheduler) record(e engine.Emitted) error {
	fact, keep := e.Fact, true
	switch f := e.Fact.(type) {
	case bench.JobStarted:
		keep = f.Round != bench.SentinelRound
	case bench.SampleTaken:
		keep = f.Round != bench.SentinelRound
	case bench.Warned:
		keep = f.Round != bench.SentinelRound // the repeated test has this warning already
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
		f.Failure = s.withLimit(f.Failure)
		fact = f
		if f.Round == bench.SentinelRound {
			return s.endSentinel(e.Job, bench.SentinelFinished{Test: f.Test, Outcome: bench.OutcomeFailed, Failure: &f.Failure})
		}
	}
	if !keep {
		return nil
	}
	return s.Emit(e.Job, fact)
}

// endSentinel records how the repeated test ended. If its speed drifted, it
// also records a warning on the session.
func (s *Scheduler) endSentinel(job string, f bench.SentinelFinished) error {
	if err := s.Emit(job, f); err != nil {
		return err
	}
	if warning, doubt := s.Session.DriftWarning(); doubt {
		return s.Emit("", bench.Warned{Warning: warning})
	}
	return nil
}

// failAll records the same failure for every piece of work.
func (s *Scheduler) failAll(work []engine.Work, failure bench.Failure) error {
	for _, w := range work {
		if err := s.record(engine.Emitted{Job: w.Job.ID, Fact: bench.TestFailed{Test: w.Test, Round: w.Round, Failure: failure}}); err != nil {
			return err
		}
	}
	return nil
}
