package sitting

import (
	"context"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/journal"
)

// waitForMachine takes the machine's lock, because only one thing may be
// measured on a machine at a time. While it waits, it says what is being
// measured, and it still obeys a stop.
func (s *Sitting) waitForMachine(ctx context.Context, controls *journal.Controls) (stopped bool, err error) {
	me := journal.Me(s.Folder.Name())
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for said := ""; ; {
		ok, ahead, err := s.machine.Try(me)
		if err != nil || ok {
			return false, err
		}
		s.waited = true
		if detail := ahead.WaitText(me); detail != said {
			said = detail
			if err := s.emit("", bench.PhaseEntered{Phase: bench.PhaseWaiting, Detail: detail}); err != nil {
				return false, err
			}
		}
		select {
		case <-ctx.Done():
			return true, nil
		case <-tick.C:
		}
		if stop, err := s.stopAsked(controls); stop || err != nil {
			return stop, err
		}
	}
}

// stopAsked reads controls while nothing is measured yet. It accepts only a
// stop.
func (s *Sitting) stopAsked(controls *journal.Controls) (bool, error) {
	asked, err := controls.Poll()
	for _, c := range asked {
		refused := "the session waits for the machine; only stop is possible now"
		if c.Verb == bench.ControlStop {
			refused = ""
		}
		if err := s.emit("", bench.ControlTaken{Control: bench.Control{Time: c.Time, Verb: c.Verb}, Refused: refused}); err != nil {
			return false, err
		}
		if refused == "" {
			return true, nil
		}
	}
	return false, err
}
