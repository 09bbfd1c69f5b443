package cli

import (
	"time"

	"dragstrip/bench"
	"dragstrip/bench/predict"
)

// restPerLook limits the cost of estimates. If an estimate took a millisecond,
// the next estimate is made restPerLook milliseconds later at the earliest. An
// estimate goes through every test that is still to come, and a plan may have
// thousands.
const restPerLook = 500

// left gives a function that says how long a live session still takes. The
// function gives false if the session has ended, waits or is paused. Only one
// viewer may call it. The viewer may call it with every event, but not while it
// draws. Between two estimates, the function counts down the last one.
func (s *speeds) left() func(*bench.Session, time.Time) (time.Duration, bool) {
	var ahead predict.Ahead
	var of *bench.Session
	var was time.Duration
	var at, next time.Time
	return func(session *bench.Session, now time.Time) (time.Duration, bool) {
		if session.State != bench.StateRunning || session.Waits() {
			of = nil
			return 0, false
		}
		if of != session || !now.Before(next) {
			began := time.Now()
			of, was, at = session, ahead.Left(session, s.pace(), now).Total, now
			next = now.Add(restPerLook * time.Since(began))
		}
		return max(was-now.Sub(at), 0), true
	}
}
