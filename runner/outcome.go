package runner

import "dragstrip/bench"

// closeJobs finishes every job that has nothing left to measure.
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

// closeAll finishes every job that is still open.
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

// jobOutcome is the outcome of a job, from those of its tests.
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

// outcome is the outcome of the session, from those of its jobs. A skipped job
// is a choice, not a failure.
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
