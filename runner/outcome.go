package runner

import "dragstrip/bench"

// closeJobs finishes every job that has nothing left to measure and cannot get
// more repetitions.
func (s *Scheduler) closeJobs() error {
	for _, job := range s.Session.Jobs {
		if job.State == bench.StateFinished || s.left(job) > 0 || s.undecided(job) {
			continue
		}
		if err := s.Emit(job.ID, bench.JobFinished{Outcome: job.OutcomeOfTests()}); err != nil {
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
