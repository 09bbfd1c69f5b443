package bench

import "time"

// Spent is what a session's time went into, as far as the journal tells: what
// another one will take is said by it. What waiting, pauses and cool-downs took
// is left out. Lines of an engine are read in beats, so a boundary may be off
// by one; the sums are right.
type Spent struct {
	// Looking is what describing the machine and watching it took before the
	// first probe or start.
	Looking time.Duration
	Probes  []time.Duration
	Starts  []StartSpent
	Turns   []TurnSpent
	Hashed  []HashSpent

	// Since is when what is under way began: a probe, a start, a turn.
	Since time.Time
	// Measuring is when the repetitions of the turn under way began, Sampled
	// when the newest of them ended; zero before.
	Measuring, Sampled time.Time
	// Running: an engine was started and has not ended. Starting: it has not
	// loaded its model yet.
	Running, Starting bool

	hashing bool
	idle    bool // somebody waits, or pauses
	pausing bool // a pause was asked for; it begins when the engine has ended
	tested  bool // a test came to its end, and nothing began since
	filled  int  // the depth the engine was left at
	// measured are the jobs that had a turn.
	measured map[string]bool
}

// StartSpent is what a start of an engine took: from what came before it to
// its model being loaded, and from its last test to its end.
type StartSpent struct {
	Job  string
	Took time.Duration
	// Whole: its model was loaded. One that was stopped or killed before says
	// nothing of what a start takes.
	Whole bool
}

// TurnSpent is what a test's repetitions of one round took: Once for what came
// before them (a context, warm-up, filling the depth), and Each of N.
type TurnSpent struct {
	Job   string
	Test  Test
	Round int
	// Filled: the test before it had left the engine at the same depth.
	Filled bool
	// First: nothing of the job was measured before, so that what comes once
	// to a session (pages, caches, clocks) is in it.
	First      bool
	Once, Each time.Duration
	N          int
}

// HashSpent is what reading a job's model for its digest took.
type HashSpent struct {
	Job  string
	Took time.Duration
}

// apply takes one event.
func (p *Spent) apply(e Event) {
	switch f := e.Fact.(type) {
	case SessionStarted, SessionResumed:
		p.take(e.Time)
		p.Running, p.Starting, p.pausing, p.hashing = false, false, false, false
	case SessionPaused, SessionContinued:
		p.pause(e)
	case CooledDown, TestFailed:
		p.take(e.Time)
	case MachineDescribed:
		p.Looking += p.take(e.Time)
	case BandwidthMeasured:
		p.Probes = kept(p.Probes, p.take(e.Time))
	case ModelHashed:
		if p.hashing {
			p.hashing = false
			p.Hashed = kept(p.Hashed, HashSpent{e.Job, p.take(e.Time)})
		}
	case ClockMoved:
		p.shift(movedBy(f))
	case PhaseEntered:
		p.enter(e, f)
	case EngineStarted, EngineEnded:
		p.applyEngine(e)
	case SampleTaken:
		p.Sampled = e.Time
	case TestFinished:
		p.endTurn(e, f.Result)
	case SentinelFinished:
		if f.Result != nil {
			r := *f.Result
			r.Round = SentinelRound
			p.endTurn(e, r)
		}
	}
}

// mostSpent bounds each list: a journal may hold anything.
const mostSpent = 100_000

func kept[T any](list []T, one T) []T {
	if len(list) >= mostSpent {
		return list
	}
	return append(list, one)
}

// take ends what is under way and gives what it took.
func (p *Spent) take(now time.Time) time.Duration {
	took := max(now.Sub(p.Since), 0)
	if p.idle || p.Since.IsZero() {
		took = 0
	}
	p.Since, p.Measuring, p.Sampled, p.idle, p.tested = now, time.Time{}, time.Time{}, false, false
	return took
}

// pause follows a pause. Where an engine runs it goes on to the end of its test:
// only what comes after it is waiting.
func (p *Spent) pause(e Event) {
	_, asked := e.Fact.(SessionPaused)
	switch {
	case p.Running:
		p.pausing = asked
	case asked:
		p.idle = true
	default:
		p.take(e.Time)
	}
}

// shift moves what is under way with the clock.
func (p *Spent) shift(by time.Duration) {
	for _, at := range []*time.Time{&p.Since, &p.Measuring, &p.Sampled} {
		if !at.IsZero() {
			*at = at.Add(by)
		}
	}
}

func (p *Spent) enter(e Event, f PhaseEntered) {
	switch f.Phase {
	case PhaseWaiting:
		p.idle = true
	case PhaseCooling:
		p.idle = p.idle || f.Test.Tokens() == 0
	case PhaseProbing:
		if took := p.take(e.Time); len(p.Starts) == 0 {
			p.Looking += took
		}
	case PhaseHashing:
		p.take(e.Time)
		p.hashing = true
	case PhaseWarmup, PhaseFilling, PhaseMeasuring:
		p.tested = false
		if p.Starting {
			p.loaded(p.take(e.Time))
		}
		if f.Phase == PhaseMeasuring && p.Measuring.IsZero() {
			p.Measuring = e.Time
		}
	}
}

func (p *Spent) applyEngine(e Event) {
	ended, is := e.Fact.(EngineEnded)
	if !is {
		// What came between the last end and this was needed for it.
		p.Starts = kept(p.Starts, StartSpent{Job: e.Job, Took: p.take(e.Time)})
		p.Running, p.Starting, p.filled = true, true, 0
		return
	}
	// An engine that was stopped may have been in the middle of a test, also
	// where it tells of none.
	normal := p.tested && !ended.Stopped && ended.Signal == ""
	if took := p.take(e.Time); normal {
		p.addToStart(took)
	}
	p.idle = p.pausing
	p.Running, p.Starting, p.pausing = false, false, false
}

// loaded ends a start: its model is there.
func (p *Spent) loaded(took time.Duration) {
	p.addToStart(took)
	p.Starting = false
	if n := len(p.Starts); n > 0 {
		p.Starts[n-1].Whole = true
	}
}

// addToStart counts time to the newest start.
func (p *Spent) addToStart(took time.Duration) {
	if n := len(p.Starts); n > 0 {
		p.Starts[n-1].Took += took
	}
}

// endTurn takes the end of a test's repetitions. Of an engine that tells no
// phases, what its samples do not explain is part of its start.
func (p *Spent) endTurn(e Event, r Result) {
	measuring, starting := p.Measuring, p.Starting
	took := p.take(e.Time)
	p.Starting, p.tested = false, true
	n := len(r.SamplesNS)
	if n == 0 {
		return
	}
	var all time.Duration
	for _, ns := range r.SamplesNS {
		all += time.Duration(ns)
	}
	if !measuring.IsZero() {
		// Between repetitions an engine may do more than it times.
		all = max(all, e.Time.Sub(measuring))
	}
	turn := TurnSpent{Job: e.Job, Test: r.Test, Round: r.Round, Filled: r.Test.Depth > 0 && p.filled == r.Test.Depth, First: !p.measured[e.Job], Each: all / time.Duration(n), N: n}
	if rest := max(took-all, 0); starting {
		p.loaded(rest)
	} else {
		turn.Once = rest
	}
	p.filled = r.Test.Depth
	if p.measured == nil {
		p.measured = map[string]bool{}
	}
	p.measured[e.Job] = true
	p.Turns = kept(p.Turns, turn)
}
