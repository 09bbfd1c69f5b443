package bench

import "time"

// TurnSoFar is the turn that is being measured, with the repetitions that are
// finished. It is false if no turn is being measured, or if no repetition is
// finished.
func (s *Session) TurnSoFar() (TurnSpent, bool) {
	p := &s.Spent
	j := s.Job(s.Now.Job)
	if !p.Running || p.Starting || p.Measuring.IsZero() || p.Sampled.IsZero() || j == nil {
		return TurnSpent{}, false
	}
	t := j.Test(s.Now.Test)
	if t == nil || len(t.Live) == 0 || s.Now.Round == SentinelRound {
		return TurnSpent{}, false
	}
	turn := p.turn(j.ID, t.Test, s.Now.Round)
	turn.Once, turn.Each, turn.N = max(p.Measuring.Sub(p.Since), 0), t.eachSoFar(p), len(t.Live)
	return turn, true
}

// eachSoFar is how long a finished repetition of the present turn took on
// average. It includes what the engine does between repetitions.
func (t *TestState) eachSoFar(p *Spent) time.Duration {
	var all time.Duration
	for _, l := range t.Live {
		all += time.Duration(l.Nanoseconds)
	}
	return repetitionsTook(all, p.Measuring, p.Sampled) / time.Duration(len(t.Live))
}

// repetitionsTook is how long the repetitions between two moments took. sum is
// what the engine timed. Between repetitions an engine may do work that it does
// not time. If an engine does not report its phases, the first moment is zero.
func repetitionsTook(sum time.Duration, measuring, until time.Time) time.Duration {
	if measuring.IsZero() {
		return sum
	}
	return max(sum, until.Sub(measuring))
}
