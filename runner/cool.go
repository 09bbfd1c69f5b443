package runner

import (
	"context"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// coolDown is one wait for the machine to cool down.
type coolDown struct {
	job   *bench.Job
	began time.Time
	limit time.Duration
	since []bench.Reading // readings since it began
	text  string          // what the machine is compared with, and its state now
}

// Before the engine is started, cool waits until the machine is as cool as at
// the session's start. The plan limits the wait. A control (stop, pause, go)
// ends it.
func (s *Scheduler) cool(ctx context.Context, job *bench.Job) error {
	if s.Inbox == nil || s.Session.Baseline == nil {
		if s.blind {
			return nil // a warning was recorded already
		}
		s.blind = true
		return s.endCool(job, bench.CooledDown{End: bench.CoolBlind})
	}
	s.cooling, s.goOn = true, false
	defer func() { s.cooling = false }()
	c := &coolDown{job: job, began: s.now(), limit: s.Session.Plan.CoolDown}
	_, c.text = bench.Cool(*s.Session.Baseline, nil)
	if err := s.tellCooling(c, c.limit); err != nil {
		return err
	}
	end, err := s.waitUntilCool(ctx, c)
	if err != nil {
		return err
	}
	return s.endCool(job, bench.CooledDown{Waited: s.now().Sub(c.began), End: end, Text: c.text})
}

// waitUntilCool waits until the machine is cool, and returns why the wait
// ended.
func (s *Scheduler) waitUntilCool(ctx context.Context, c *coolDown) (bench.CoolEnd, error) {
	controls := time.NewTicker(ControlEvery)
	defer controls.Stop()
	over := time.NewTimer(c.limit)
	defer over.Stop()
	for {
		var end bench.CoolEnd
		var err error
		select {
		case <-ctx.Done():
			return bench.CoolStopped, nil
		case <-over.C:
			return bench.CoolLimit, nil
		case <-controls.C:
			end, err = s.controlledWhileCooling(c.job)
		case e := <-s.Inbox:
			end, err = s.readWhileCooling(c, e)
		}
		if end != "" || err != nil {
			return end, err
		}
	}
}

// controlledWhileCooling obeys controls. If a control ends the wait, it returns
// the reason; otherwise it returns "".
func (s *Scheduler) controlledWhileCooling(job *bench.Job) (bench.CoolEnd, error) {
	if err := s.obey(nil); err != nil {
		return "", err
	}
	now := s.Session.Job(job.ID)
	switch {
	case s.stopping || s.paused:
		return bench.CoolStopped, nil
	case s.goOn:
		return bench.CoolSkipped, nil
	case now == nil || now.State == bench.StateFinished && s.sentinelNext() == "":
		return bench.CoolStopped, nil // the job was skipped
	}
	return "", nil
}

// readWhileCooling records a fact that arrived during the wait. If the fact is
// a reading and shows that the machine is cool enough, it ends the wait.
func (s *Scheduler) readWhileCooling(c *coolDown, e engine.Emitted) (bench.CoolEnd, error) {
	if err := s.Emit(e.Job, e.Fact); err != nil {
		return "", err
	}
	reading, ok := e.Fact.(bench.ReadingTaken)
	if !ok {
		return "", nil
	}
	c.since = append(c.since, reading.Reading)
	var cool bool
	if cool, c.text = bench.Cool(*s.Session.Baseline, c.since); cool {
		return bench.CoolReached, nil
	}
	return "", s.tellCooling(c, c.limit-s.now().Sub(c.began))
}

// tellCooling reports what the wait is for and how long it may still take.
func (s *Scheduler) tellCooling(c *coolDown, left time.Duration) error {
	return s.Emit(c.job.ID, bench.PhaseEntered{Phase: bench.PhaseCooling, Detail: c.text + "; at most " + bench.FormatDuration(left) + " more"})
}

// doubted tells whether a job already has a warning with this code. One warning
// of each code is enough, because the journal records every wait anyway.
func (s *Scheduler) doubted(job, code string) bool {
	return slices.ContainsFunc(s.Session.Warnings, func(w bench.SessionWarning) bool { return w.Job == job && w.Warning.Code == code })
}

// endCool records the wait. If the wait ended with a doubt about the job, it
// also records a warning on the job.
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
