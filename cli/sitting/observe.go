package sitting

import (
	"context"

	"dragstrip/bench"
	"dragstrip/runner"
)

// observe checks whether the machine is fit for measuring.
func (s *Sitting) observe(ctx context.Context) error {
	if !s.journal.Session.Plan.Probe {
		return nil
	}
	watching := newObserver(ctx, s.Sensors)
	for _, w := range watching.before(s.journal.Session.Machine) {
		if err := s.emit("", bench.Warned{Warning: w}); err != nil {
			return err
		}
	}
	s.observer = watching
	if p := &s.journal.Session.Plan; p.CoolDown > 0 && s.journal.Session.Baseline == nil {
		// The probe of the memory heats the machine up, so this reading is taken
		// before the probe.
		return s.emit("", bench.BaselineTaken{Reading: watching.first})
	}
	return nil
}

// startReadings passes the observer's readings to the scheduler until stop is
// called.
func (s *Sitting) startReadings(ctx context.Context, scheduler *runner.Scheduler) (stop func()) {
	if s.observer == nil {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	scheduler.Inbox = s.observer.facts
	go s.observer.watch(ctx)
	return func() { cancel(); s.observer = nil }
}
