package runner

import (
	"context"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
)

// cool waits before a start of the engine until the machine is back to what
// it was like at the session's start, at most as long as the plan allows. A
// control (stop, pause, go) ends the wait.
func (s *Scheduler) cool(ctx context.Context, job *bench.Job) error {
	limit := s.Session.Plan.CoolDown
	if s.Inbox == nil || s.Session.Baseline == nil {
		if s.blind {
			return nil // said once
		}
		s.blind = true
		return s.endCool(job, bench.CooledDown{End: bench.CoolBlind})
	}
	s.cooling, s.goOn = true, false
	defer func() { s.cooling = false }()
	began := s.now()
	_, text := bench.Cool(*s.Session.Baseline, nil)
	if err := s.tellCooling(job, text, limit); err != nil {
		return err
	}
	end := func(why bench.CoolEnd) error {
		return s.endCool(job, bench.CooledDown{Waited: s.now().Sub(began), End: why, Text: text})
	}
	controls := time.NewTicker(controlEvery)
	defer controls.Stop()
	over := time.NewTimer(limit)
	defer over.Stop()
	var since []bench.Reading
	for {
		select {
		case <-ctx.Done():
			return end(bench.CoolStopped)
		case <-over.C:
			return end(bench.CoolLimit)
		case <-controls.C:
			if err := s.obey(nil); err != nil {
				return err
			}
			switch {
			case s.stopping || s.paused:
				return end(bench.CoolStopped)
			case s.goOn:
				return end(bench.CoolSkipped)
			case s.Session.Job(job.ID) == nil || s.Session.Job(job.ID).State == bench.StateFinished && s.sentinelNext() == "":
				return end(bench.CoolStopped) // it was skipped
			}
		case e := <-s.Inbox:
			if err := s.Emit(e.Job, e.Fact); err != nil {
				return err
			}
			reading, ok := e.Fact.(bench.ReadingTaken)
			if !ok {
				continue
			}
			since = append(since, reading.Reading)
			var done bool
			if done, text = bench.Cool(*s.Session.Baseline, since); done {
				return end(bench.CoolReached)
			}
			if err := s.tellCooling(job, text, limit-s.now().Sub(began)); err != nil {
				return err
			}
		}
	}
}

func (s *Scheduler) sentinelNext() string {
	if s.Session.SentinelDue() && len(s.unfinished()) == 0 {
		return s.Session.First.Job
	}
	return ""
}

func (s *Scheduler) tellCooling(job *bench.Job, text string, left time.Duration) error {
	return s.Emit(job.ID, bench.PhaseEntered{Phase: bench.PhaseCooling, Detail: text + "; at most " + bench.FormatDuration(left) + " more"})
}

// doubted tells whether a job has such a warning already: one of each is
// enough, and every wait stands in the journal.
func (s *Scheduler) doubted(job, code string) bool {
	return slices.ContainsFunc(s.Session.Warnings, func(w bench.SessionWarning) bool { return w.Job == job && w.Warning.Code == code })
}

// endCool records a wait, and the doubt it leaves on the job.
func (s *Scheduler) endCool(job *bench.Job, f bench.CooledDown) error {
	f.Text = strings.TrimSpace(f.Text)
	if err := s.Emit(job.ID, f); err != nil {
		return err
	}
	if warning, doubt := f.Warning(); doubt && !s.doubted(job.ID, warning.Code) {
		return s.Emit(job.ID, bench.Warned{Warning: warning})
	}
	return nil
}
