package predict

import (
	"time"

	"dragstrip/bench"
)

// Cost is what a plan takes, or what is left of a session.
type Cost struct {
	// Rounds it has, those that a search for precision will add left out.
	Rounds int
	// Jobs is how long each measures, in queue order: warm-ups, depths and
	// rests included, starts left out.
	Jobs []time.Duration
	// Load is what starts of engines take over all rounds, Sentinel the first
	// test's repetition at the end with its start.
	Load, Sentinel time.Duration
	// Around is what looking at the machine, probing its memory before and
	// after, and digests take.
	Around time.Duration
	// Precision is what the rounds take that the search for it will add.
	Precision time.Duration
	// Total is all of it, and what cool-downs of a live session wait.
	Total time.Duration
	// CoolDown is the most that waiting for the machine to cool may add.
	CoolDown time.Duration
	// Rough: not all of it was measured here.
	Rough bool
}

// CostOf is about what a plan takes with a number of rounds.
func CostOf(p *bench.Plan, rounds int, pace Pace) Cost { return Costs(p, pace)(rounds) }

// Costs says what a plan takes with any number of rounds.
func Costs(p *bench.Plan, pace Pace) func(rounds int) Cost {
	s := bench.NewSession()
	s.Apply(bench.Event{Fact: bench.SessionStarted{Plan: *p}})
	pace = remember(pace)
	return func(rounds int) Cost {
		s.Plan.Rounds = max(rounds, 1)
		return left(s, pace, time.Time{})
	}
}

// Left is about what a session still takes, by what it took itself so far; past
// is what the machine showed before.
func Left(s *bench.Session, past Pace, now time.Time) Cost {
	if s.State == bench.StateFinished {
		return Cost{Rounds: s.Rounds()}
	}
	own := NewPast(past)
	own.learnTimes(s)
	return left(s, remember(own), now)
}

// left adds up what a session has before it. What an engine does beside the
// repetitions: it loads a model once a round for all jobs that share it, and
// before each test makes a context, warms up and fills the depth.
func left(s *bench.Session, pace Pace, now time.Time) Cost {
	w := walk{session: s, pace: pace, now: now, cost: Cost{Rounds: s.Rounds(), Jobs: make([]time.Duration, len(s.Jobs))}, keys: make([]string, len(s.Jobs)), met: map[string]bool{}}
	for i, j := range s.Jobs {
		w.keys[i] = j.LoadKey()
		if j.HasResults() {
			w.met[w.keys[i]] = true
		}
	}
	for round := range s.Rounds() {
		w.round(round)
	}
	w.sentinel()
	w.around()
	c := &w.cost
	for _, d := range c.Jobs {
		c.Total += d
	}
	c.Total += c.Load + c.Around + c.Sentinel
	c.Precision = w.precision()
	c.Total += c.Precision
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
