package runner

import "dragstrip/bench"

// nextBlock adds the next block of a search for the best job. If the search
// has its answer, jobs that were never measured end as skipped, with the reason.
// It returns whether it recorded anything.
func (s *Scheduler) nextBlock() (bool, error) {
	if s.answered || s.Tuner == nil {
		return false, nil
	}
	if next, ok := s.Tuner.Next(s.Session); ok && s.Session.Rounds() < bench.MaxRepetitions {
		return true, s.Emit("", next)
	}
	s.answered = true
	for _, job := range s.Session.Jobs {
		if job.State == bench.StateFinished || job.HasResults() || job.Failed() {
			continue
		}
		if err := s.Emit(job.ID, bench.JobFinished{Outcome: bench.OutcomeSkipped, Reason: s.Tuner.WhyNot(s.Session, job.ID)}); err != nil {
			return true, err
		}
	}
	return true, nil
}
