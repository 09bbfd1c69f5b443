package bench

import "slices"

// InFlight tells whether a test is being measured or prepared. A pause begins
// only when that test has ended.
func (s *Session) InFlight() bool {
	now := s.Now
	switch now.Phase {
	case PhaseLoading, PhaseWarmup, PhaseFilling, PhaseMeasuring:
	default:
		return false
	}
	if now.Round == SentinelRound {
		return s.SentinelDue()
	}
	j := s.Job(now.Job)
	if j == nil || j.State == StateFinished {
		return false
	}
	t := j.Test(now.Test)
	return t == nil || t.State != StateFinished && !slices.ContainsFunc(t.Results, func(r Result) bool { return r.Round == now.Round })
}
