package planning

import (
	"time"

	"dragstrip/bench"
	"dragstrip/bench/predict"
)

// Rounds are the wishes about rounds, cool-downs, the drift check and the
// search for precision.
type Rounds struct {
	// Number is 0 if Plan must choose it.
	Number int
	Order  bench.Order
	// Seed is the seed for OrderShuffle.
	Seed       uint64
	CoolDown   time.Duration
	NoSentinel bool
	Precision  float64
	MaxTime    time.Duration
}

// DefaultMaxTime ends a search for precision for which nobody gave a limit. On
// a noisy machine, a session that nobody watches should not take the whole
// evening.
const DefaultMaxTime = 10 * time.Minute

// check finds mistakes; repetitions is the number for each test.
func (r Rounds) check(repetitions int) error {
	if err := r.Order.Validate(); err != nil {
		return mistake("--order: %w", err)
	}
	switch {
	case r.Number < 0 || r.Number > repetitions:
		return mistake("--rounds must be 1 to the number of repetitions (%d), not %d; with 0 dragstrip chooses", repetitions, r.Number)
	case r.CoolDown < 0 || r.CoolDown > bench.MaxCoolDown:
		return mistake("--cool-down must be 0 to %s, not %s", bench.MaxCoolDown, r.CoolDown)
	case r.CoolDown > 0 && r.CoolDown < bench.MinCoolDown:
		return mistake("--cool-down %s is too short for the readings it needs; give at least %s", r.CoolDown, bench.MinCoolDown)
	case r.MaxTime < 0:
		return mistake("--max-time must not be negative")
	case r.MaxTime != DefaultMaxTime && r.Precision == 0:
		return mistake("--max-time limits the search of --precision; give --precision, too")
	case r.Precision > 0 && repetitions < bench.DefaultRepetitions:
		return mistake("--precision needs at least %d repetitions (-r) to begin with", bench.DefaultRepetitions)
	}
	return nil
}

// apply writes the wishes into a plan.
func (r Rounds) apply(p *bench.Plan) {
	p.Rounds, p.Order = r.Number, r.Order
	p.CoolDown, p.Sentinel = r.CoolDown, !r.NoSentinel
	p.Precision = r.Precision
	if p.Precision > 0 {
		p.MaxTime = r.MaxTime
	}
	if p.Order == bench.OrderShuffle {
		p.Seed = r.Seed
	}
}

// chooseRounds sets the number of rounds if nobody gave it.
func chooseRounds(p *bench.Plan, pace predict.Pace) {
	if p.Rounds == 0 {
		p.Rounds = predict.Rounds(p, pace)
	}
}
