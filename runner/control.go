package runner

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// obey reads new controls and carries them out. f is the invocation in flight,
// or nil.
func (s *Scheduler) obey(f *flight) error {
	if s.Poll == nil {
		return nil
	}
	controls, err := s.Poll()
	if err != nil {
		return s.Emit("", bench.Warned{Warning: bench.Warning{
			Code: "controls_unreadable", Text: bench.Clean(err.Error()), Remedy: "the benchmark continues; try `dragstrip attach` again",
		}})
	}
	for _, c := range controls {
		refused := s.refuse(c)
		if err := s.Emit("", bench.ControlTaken{Control: cleanControl(c), Refused: refused}); err != nil {
			return err
		}
		if refused != "" {
			continue
		}
		s.obeyed++
		if err := s.carryOut(c, f); err != nil {
			return err
		}
	}
	return nil
}

func cleanControl(c bench.Control) bench.Control {
	c.Verb, c.Job, c.Before = bench.ControlVerb(bench.Clean(string(c.Verb))), bench.Clean(c.Job), bench.Clean(c.Before)
	return c
}

// refuse says why a control cannot be obeyed. It returns "" if the control can
// be obeyed.
func (s *Scheduler) refuse(c bench.Control) string {
	if err := c.Validate(); err != nil {
		return bench.Clean(err.Error())
	}
	if s.Session.Plan.Tuning != nil {
		if why := s.refuseInSearch(c); why != "" {
			return why
		}
	}
	job := s.Session.Job(c.Job)
	switch c.Verb {
	case bench.ControlSkip, bench.ControlMove, bench.ControlRequeue:
		if job == nil {
			return s.noJob(c.Job)
		}
		if c.Verb == bench.ControlMove && c.Before != "" && s.Session.Job(c.Before) == nil {
			return s.noJob(c.Before)
		}
	case bench.ControlAdd:
		if s.Session.Job(c.Add.ID) != nil {
			return fmt.Sprintf("there is already a job %s", c.Add.ID)
		}
		if err := s.Session.CanAdd(c.Add); err != nil {
			return err.Error()
		}
		if _, granted := s.Grants.Here(c.Add.Build); !granted && !c.Chosen {
			added := bench.JobState{Job: *c.Add}
			return fmt.Sprintf("engine build %s of the new job %s was not found on this machine when the session began or was resumed, and dragstrip does not start a program only because a session's file names it; add the job with --engine NAME",
				bench.Clean(added.BuildName()), bench.Clean(c.Add.ID))
		}
	}
	switch {
	case c.Verb == bench.ControlGo && !s.cooling:
		return "nothing is cooling down"
	case c.Verb == bench.ControlSkip && job.State == bench.StateFinished && c.Job != s.sentinel:
		return fmt.Sprintf("job %s has already finished; there is nothing to skip", c.Job)
	case c.Verb == bench.ControlRequeue && job.State != bench.StateFinished:
		return fmt.Sprintf("job %s has not finished yet; only a finished job can be requeued", c.Job)
	case c.Verb == bench.ControlPause && s.paused:
		return "the session is already paused"
	case c.Verb == bench.ControlResume && !s.paused:
		return "the session is not paused"
	}
	return ""
}

// refuseInSearch says why a search cannot obey a control; "" if it can.
func (s *Scheduler) refuseInSearch(c bench.Control) string {
	added := s.Session.Added
	switch {
	case c.Verb == bench.ControlAdd && len(c.Values) > 0:
		if len(added) > 0 && added[len(added)-1].Stage == bench.StageFinal || s.answered {
			return "the search has its answer, and its final compares the winner with the default"
		}
		if err := s.Session.Plan.Tuning.CanWiden(c.Values); err != nil {
			return bench.Clean(err.Error())
		}
	case slices.Contains([]bench.ControlVerb{bench.ControlAdd, bench.ControlMove, bench.ControlRequeue}, c.Verb):
		return "a search decides which configurations are measured, and when; skip leaves one out, and widen adds values around the best"
	}
	return ""
}

// noJob says that there is no such job, and lists the jobs that exist.
func (s *Scheduler) noJob(id string) string {
	const most = 10
	var names []string
	for _, job := range s.Session.Jobs[:min(len(s.Session.Jobs), most)] {
		names = append(names, job.ID)
	}
	text := fmt.Sprintf("there is no job %s; choose one of %s", bench.Clean(id), strings.Join(names, ", "))
	if more := len(s.Session.Jobs) - most; more > 0 {
		text += fmt.Sprintf(" and %d more (`dragstrip attach` shows them)", more)
	}
	return text
}

func (s *Scheduler) carryOut(c bench.Control, f *flight) error {
	switch c.Verb {
	case bench.ControlPause:
		s.paused = true
		return s.Emit("", bench.SessionPaused{})
	case bench.ControlResume:
		s.paused = false
		return s.Emit("", bench.SessionContinued{})
	case bench.ControlGo:
		s.goOn = true
		return nil
	case bench.ControlStop:
		s.stopping = true
		if f != nil {
			f.stop()
		}
		return nil
	case bench.ControlSkip:
		return s.skip(c.Job, f)
	case bench.ControlRequeue:
		return s.Emit(c.Job, bench.JobRequeued{})
	case bench.ControlAdd:
		if c.Chosen { // only the session's owner can write to its folder
			s.Grants = s.Grants.With(Grant{Named: c.Add.Build, Here: c.Add.Build})
		}
		return s.Emit("", bench.JobAdded{Job: *c.Add, Values: c.Values, Server: c.Server})
	case bench.ControlMove:
		s.replan = f != nil
		return s.Emit(c.Job, bench.JobMoved{Before: c.Before})
	}
	return nil
}

// skip ends a job. If one of its tests is in flight, that test is stopped at
// once. If the invocation measures a test of another job at that moment, that
// test may finish first.
func (s *Scheduler) skip(id string, f *flight) error {
	if id == s.sentinel {
		if f != nil {
			f.stop()
		}
		s.gaveUp = true
		return s.endSentinel(id, bench.SentinelFinished{Test: s.Session.First.Test, Outcome: bench.OutcomeSkipped})
	}
	if f != nil && slices.Contains(jobsOf(f.inv.Work), id) {
		if s.Session.Now.Job == id {
			f.stop()
		} else {
			s.replan = true
		}
	}
	return s.Emit(id, bench.JobFinished{Outcome: bench.OutcomeSkipped, Reason: "on request"})
}
