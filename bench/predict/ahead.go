package predict

import (
	"time"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// Ahead says how long a live session still takes, and may be asked again and
// again. It keeps what it learned until there is more to learn. The zero Ahead
// is ready for use.
type Ahead struct {
	learned learned
	own     *course
	pace    *remembered
	// search was read when the session had what sought counts. Reading it takes
	// long, because it goes through all blocks.
	search *tuning.Search
	sought sought
}

// learned describes what Ahead has learned from. If that has not changed, there
// is nothing new to learn.
type learned struct {
	session             *bench.Session
	past                *Past
	jobs, turns, starts int
	probes, hashed      int
	samples             int              // of the turn that is being measured
	newest              bench.StartSpent // it grows while the engine ends
	looking             time.Duration
}

// Left estimates how long a session still takes, from the time it took so far.
// past is what earlier sessions of the machine showed.
func (a *Ahead) Left(s *bench.Session, past *Past, now time.Time) Cost {
	if s.State == bench.StateFinished {
		return Cost{Rounds: s.Rounds()}
	}
	p := &s.Spent
	fresh := learned{
		session: s, past: past, jobs: len(s.Jobs), turns: len(p.Turns), starts: len(p.Starts),
		probes: len(p.Probes), hashed: len(p.Hashed), looking: p.Looking,
	}
	if n := len(p.Starts); n > 0 {
		fresh.newest = p.Starts[n-1]
	}
	if soFar, ok := s.TurnSoFar(); ok {
		fresh.samples = soFar.N
	}
	if a.learned != fresh {
		a.learn(s, past)
		a.learned = fresh
	}
	if s.Plan.Tuning != nil {
		if has := soughtIn(s); a.sought != has {
			a.search, a.sought = searchIn(s), has
		}
	}
	return leftWith(s, a.pace, now, a.search)
}

// learn learns what is new. It starts over if jobs were added, or if the session
// or the past is another one.
func (a *Ahead) learn(s *bench.Session, past *Past) {
	if a.own == nil || a.learned.session != s || a.learned.past != past || a.learned.jobs != len(s.Jobs) {
		a.own = newCourse(NewPast(past), s)
	}
	own := a.own.past
	// Times of starts and probes are computed anew, because the newest start
	// grows until its engine has ended.
	clear(own.starts)
	clear(own.loads)
	own.look, own.probe = 0, 0
	a.own.learn()
	a.pace = remember(own)
}
