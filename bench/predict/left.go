package predict

import (
	"time"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// Costs estimates how long a plan takes with any number of rounds.
func Costs(p *bench.Plan, pace Pace) func(rounds int) Cost {
	s := bench.NewSession()
	s.Apply(bench.Event{Fact: bench.SessionStarted{Plan: *p}})
	pace = remember(pace)
	return func(rounds int) Cost {
		s.Plan.Rounds = max(rounds, 1)
		return left(s, pace, time.Time{})
	}
}

// left adds up how long a session still takes. Besides the repetitions, it
// counts the loading: in each round an engine loads a model once for all jobs
// that share it. Before each test it makes a context, warms up and fills the
// depth.
func left(s *bench.Session, pace Pace, now time.Time) Cost {
	return leftWith(s, pace, now, searchIn(s))
}

// leftWith is left for a session whose search was read already; nil if it has none.
func leftWith(s *bench.Session, pace Pace, now time.Time, search *tuning.Search) Cost {
	w := walk{session: s, pace: pace, now: now, cost: Cost{Rounds: s.Rounds(), Jobs: make([]time.Duration, len(s.Jobs))}, keys: make([]string, len(s.Jobs)), met: map[string]bool{}}
	for i, j := range s.Jobs {
		w.keys[i] = j.LoadKey()
		if j.HasResults() {
			w.met[w.keys[i]] = true
		}
	}
	if s.Plan.Tuning != nil {
		w.search(search)
	} else {
		w.rounds()
		w.sentinel()
	}
	w.around()
	c := &w.cost
	c.Precision = w.precision()
	c.Total = w.measuring() + c.Around + c.Sentinel + c.Precision + c.Search
	c.CoolDown = time.Duration(w.starts) * s.Plan.CoolDown
	if n := len(s.CoolDowns); n > 0 {
		var waited time.Duration
		for _, cooled := range s.CoolDowns {
			waited += cooled.Waited
		}
		c.Total += time.Duration(w.starts) * waited / time.Duration(n)
	}
	return *c
}
