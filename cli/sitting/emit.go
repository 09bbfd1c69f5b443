package sitting

import "dragstrip/bench"

// emit writes a fact into the journal, followed by the warnings that it causes.
func (s *Sitting) emit(job string, fact bench.Fact) error {
	if err := s.tellStops(s.still.before(s.journal.Session.Now, fact)); err != nil {
		return err
	}
	if _, err := s.journal.Append(job, fact); err != nil {
		return err
	}
	s.still.done()
	if started, ok := fact.(bench.EngineStarted); ok {
		return s.cold(started)
	}
	if s.observer == nil {
		return nil
	}
	warned := bench.Warned{}
	if done, ok := fact.(bench.TestFinished); ok {
		warned.Test, warned.Round = done.Result.Test, done.Result.Round
	}
	for _, warned.Warning = range s.observer.note(s.journal.Session.Machine, fact) {
		if _, err := s.journal.Append(job, warned); err != nil {
			return err
		}
	}
	return nil
}

// tellStops writes down the stops and the changes of the clock that were
// noticed. It must be called before the next fact is written, because durations
// are counted from one event to the next.
func (s *Sitting) tellStops(seen []noticed) error {
	for _, n := range seen {
		if _, err := s.journal.Append(n.job, n.fact); err != nil {
			return err
		}
	}
	return nil
}

// cold warns if a job's model must be read from the disk. It does so only when
// an engine is started for the job for the first time.
func (s *Sitting) cold(f bench.EngineStarted) error {
	for _, id := range f.Jobs {
		job := s.journal.Session.Job(id)
		if job == nil || len(job.Engines) > 1 {
			continue
		}
		warning, cold := coldStart(&job.Job)
		if !cold {
			continue
		}
		if _, err := s.journal.Append(id, bench.Warned{Warning: warning}); err != nil {
			return err
		}
	}
	return nil
}
