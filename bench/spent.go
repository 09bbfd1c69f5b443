package bench

import "time"

// Spent is how a session spent its time, as far as the journal tells. Estimates
// for other sessions are made from it. Waiting, pauses and cool-downs are left
// out. Lines of an engine are read in beats, so a boundary may be wrong by one
// beat; the sums are right.
type Spent struct {
	// Looking is how long dragstrip described and watched the machine before
	// the first probe or start.
	Looking time.Duration
	Probes  []time.Duration
	Starts  []StartSpent
	Turns   []TurnSpent
	Failed  []FailSpent
	Hashed  []HashSpent

	// Since is when the present part began: a probe, a start or a turn.
	Since time.Time
	// Measuring is when the repetitions of the present turn began, Sampled when
	// the newest of them ended. Both are zero before that.
	Measuring, Sampled time.Time
	// Running says that an engine was started and has not ended, Starting that
	// it has not loaded its model yet.
	Running, Starting bool

	hashing bool
	idle    bool // the session waits, or is paused
	pausing bool // a pause was asked for; it begins when the engine has ended
	tested  bool // a test ended, and nothing has begun since
	filled  int  // the depth of the engine's last test
	// unused is the time from the last result of an engine to its end. It counts
	// for a failure if one is told after the end.
	unused time.Duration
	// measured are the jobs that had a turn.
	measured map[string]bool
}

// StartSpent is how long a start of an engine took: the preparation before it,
// the loading of its model, and the time from its last test to its end.
type StartSpent struct {
	Job  string
	Took time.Duration
	// Whole says that its model was loaded. A start that was stopped or killed
	// before that does not tell how long a start takes.
	Whole bool
}

// TurnSpent is how long a test's repetitions of one round took: Once for the
// preparation (a context, warm-up, filling the depth), and Each for each of N
// repetitions.
type TurnSpent struct {
	Job   string
	Test  Test
	Round int
	// Filled says that the test before it had left the engine at the same
	// depth.
	Filled bool
	// First says that nothing of the job was measured before. The turn then
	// includes what happens only once in a session (pages, caches, clocks).
	First      bool
	Once, Each time.Duration
	N          int
}

// FailSpent is how long a test's turn took that gave no result.
type FailSpent struct {
	Job   string
	Round int
	Took  time.Duration
	// Starting says that the engine had not loaded its model yet.
	Starting bool
}

// HashSpent is how long reading a job's model for its digest took.
type HashSpent struct {
	Job  string
	Took time.Duration
}

// apply takes one event.
func (p *Spent) apply(e Event) {
	switch f := e.Fact.(type) {
	case SessionStarted, SessionResumed:
		p.take(e.Time)
		p.Running, p.Starting, p.pausing, p.hashing, p.unused = false, false, false, false, 0
	case SessionPaused, SessionContinued:
		p.pause(e)
	case CooledDown:
		p.take(e.Time)
	case TestFailed:
		p.fail(e, f.Round)
	case MachineDescribed:
		p.Looking += p.take(e.Time)
	case BandwidthMeasured:
		p.Probes = keepFirst(p.Probes, p.take(e.Time), mostSpent)
	case ModelHashed:
		if p.hashing {
			p.hashing = false
			p.Hashed = keepFirst(p.Hashed, HashSpent{e.Job, p.take(e.Time)}, mostSpent)
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

// mostSpent limits each list, because a journal may hold anything.
const mostSpent = 100_000

// take ends the present part and gives how long it took.
func (p *Spent) take(now time.Time) time.Duration {
	took := max(now.Sub(p.Since), 0)
	if p.idle || p.Since.IsZero() {
		took = 0
	}
	p.Since, p.Measuring, p.Sampled, p.idle, p.tested = now, time.Time{}, time.Time{}, false, false
	return took
}

// pause begins or ends a pause. A running engine first finishes its test; only
// the time after that is waiting.
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

// shift moves the times of the present part when the clock has moved.
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
		// The time since the last engine ended was needed for this start.
		p.Starts = keepFirst(p.Starts, StartSpent{Job: e.Job, Took: p.take(e.Time)}, mostSpent)
		p.Running, p.Starting, p.filled, p.unused = true, true, 0, 0
		return
	}
	// An engine that was stopped may have been in the middle of a test, even if
	// it did not say so.
	normal := p.tested && !ended.Stopped && ended.Signal == ""
	if took := p.take(e.Time); normal {
		p.addToStart(took)
	} else if !ended.Stopped {
		p.unused = took
	}
	p.idle = p.pausing
	p.Running, p.Starting, p.pausing = false, false, false
}

// fail ends a turn without a result.
func (p *Spent) fail(e Event, round int) {
	took := p.take(e.Time) + p.unused
	p.unused = 0
	p.Failed = keepFirst(p.Failed, FailSpent{Job: e.Job, Round: round, Took: took, Starting: p.Starting}, mostSpent)
}

// loaded ends a start: its model is loaded.
func (p *Spent) loaded(took time.Duration) {
	p.addToStart(took)
	p.Starting = false
	if n := len(p.Starts); n > 0 {
		p.Starts[n-1].Whole = true
	}
}

// addToStart adds time to the newest start.
func (p *Spent) addToStart(took time.Duration) {
	if n := len(p.Starts); n > 0 {
		p.Starts[n-1].Took += took
	}
}

// turn is the turn of a test that comes now, without its times.
func (p *Spent) turn(job string, t Test, round int) TurnSpent {
	return TurnSpent{Job: job, Test: t, Round: round, Filled: t.Depth > 0 && p.filled == t.Depth, First: !p.measured[job]}
}

// endTurn ends a test's repetitions. If an engine does not report its phases,
// the time besides the samples counts as part of its start.
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
	all = repetitionsTook(all, measuring, e.Time)
	turn := p.turn(e.Job, r.Test, r.Round)
	turn.Each, turn.N = all/time.Duration(n), n
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
	p.Turns = keepFirst(p.Turns, turn, mostSpent)
}
