package sitting

import (
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/hwinfo"
	"dragstrip/runner"
)

// Limits for what is reported. Smaller values are the system's own noise.
const (
	// leastMove is the smallest change of the clock, and the shortest sleep,
	// that is reported.
	leastMove = time.Second
	// leastGap is the shortest delay of a look that is reported.
	leastGap = 3 * time.Second
	// lookEvery is how often standstill looks. It looks whenever the scheduler asks
	// for controls.
	lookEvery = runner.ControlEvery
	// mostStops limits how many stops are reported. A tool such as cpulimit stops
	// and continues the engine all the time. Nobody needs more reports of that.
	mostStops = 100
)

// standstill notices what makes a repetition long without being part of it. It
// notices that a signal stopped the engine, that the engine and the bench
// process were stopped together, and that the machine slept. It also notices
// that the clock was set. Without it, a stop would look like a slow repetition.
//
// It does not wake the program up by itself. It looks when the scheduler asks
// for controls, about once a second, and when a fact is written.
type standstill struct {
	clocks func() hwinfo.Clocks
	pulse  func(pid int) (hwinfo.Pulse, bool)

	pid  int
	last hwinfo.Clocks // what the clocks said at the last look
	// free is when dragstrip's own work last ended. Time that dragstrip itself
	// needs, for example to write to a slow disk, is no gap.
	free time.Duration
	// beat is the engine's pulse when it was last read, at the time beaten.
	// pace is how many cores the engine kept busy before that.
	beat   hwinfo.Pulse
	felt   bool
	beaten time.Duration
	pace   float64
	// stopped is set while the engine is stopped. It says what was being measured
	// when the stop was noticed. since says when that was.
	stopped *timedRepetition
	since   time.Duration
	told    int
}

// timedRepetition is what was being measured at a moment.
type timedRepetition struct {
	job        string
	test       bench.Test
	round      int
	repetition int
}

// timedIn says what is being measured. It gives false if nothing is being
// timed.
func timedIn(now bench.Now) (timedRepetition, bool) {
	timed := now.Phase == bench.PhaseMeasuring && now.Test.Tokens() > 0
	return timedRepetition{now.Job, now.Test, now.Round, now.Repetition}, timed
}

func (p timedRepetition) stood(d time.Duration, cause bench.StillCause) bench.StoodStill {
	return bench.StoodStill{Test: p.test, Round: p.round, Repetition: p.repetition, For: d, Cause: cause}
}

func newStandstill(sensors hwinfo.Root) *standstill {
	s := &standstill{clocks: hwinfo.ReadClocks, pulse: sensors.Pulse}
	s.last = s.clocks()
	s.free = s.last.Awake
	return s
}

// engine sets which process is the engine from now on. 0 means that no engine
// lives.
func (s *standstill) engine(pid int) {
	s.pid, s.felt, s.pace, s.stopped = pid, false, 0, nil
}

// done notes that dragstrip's own work has ended.
func (s *standstill) done() { s.free = s.clocks().Awake }

// noticed is a fact, and the job that it belongs to.
type noticed struct {
	job  string
	fact bench.Fact
}

// pass compares the clocks with those of the last look. It gives facts if the
// clock was set, if the machine slept, or if a look came late.
func (s *standstill) pass(now bench.Now) []noticed {
	at := s.clocks()
	was, gap := s.last, at.Awake-s.free-lookEvery
	s.last, s.free = at, at.Awake
	awake, asleep := at.Awake-was.Awake, at.Asleep-was.Asleep
	step := at.Wall.Sub(was.Wall) - awake - asleep
	var out []noticed
	var moved bench.ClockMoved
	if step.Abs() >= leastMove {
		moved.Step = step
	}
	if asleep >= leastMove {
		moved.Asleep = asleep
	}
	if moved.Step != 0 || moved.Asleep != 0 {
		out = append(out, noticed{"", moved})
	}
	here, timed := timedIn(now)
	if !timed {
		return out
	}
	if moved.Asleep > 0 {
		out = s.tell(out, here, asleep, bench.StillMachine)
	}
	if gap >= leastGap && s.stopped == nil && !s.engineWentOn(at.Awake) {
		out = s.tell(out, here, gap, bench.StillAll)
	}
	return out
}

// before is called before a fact is written. It compares the clocks as pass
// does. If the engine was stopped until a result came, before reports that stop,
// too.
func (s *standstill) before(now bench.Now, fact bench.Fact) []noticed {
	out := s.pass(now)
	if _, done := fact.(bench.TestFinished); done {
		out = append(out, s.over()...)
	}
	return out
}

// engineWentOn tells whether the engine kept computing through a gap. If so,
// only dragstrip was stopped, and the figures are right. For an engine that
// waits for a GPU, engineWentOn says no, because such an engine uses no CPU
// time.
func (s *standstill) engineWentOn(at time.Duration) bool {
	before, from, pace := s.beat, s.beaten, s.pace
	known := s.felt
	s.feel(at)
	if !known || !s.felt {
		return false
	}
	return pace > 0.1 && s.beat.Seconds-before.Seconds >= pace*(at-from).Seconds()/2
}

// feel reads the engine's pulse.
func (s *standstill) feel(at time.Duration) {
	before, from, known := s.beat, s.beaten, s.felt
	s.beat, s.felt = hwinfo.Pulse{}, false
	if s.pid <= 0 {
		return
	}
	s.beat, s.felt = s.pulse(s.pid)
	s.beaten = at
	if took := (at - from).Seconds(); known && s.felt && took > 0 {
		s.pace = (s.beat.Seconds - before.Seconds) / took
	}
}

// look is called about once a second. It compares the clocks, and checks whether
// the engine is stopped.
func (s *standstill) look(now bench.Now) []noticed {
	out := s.pass(now)
	s.feel(s.last.Awake)
	here, timed := timedIn(now)
	switch {
	case s.felt && s.beat.Stopped && s.stopped == nil && timed:
		s.stopped, s.since = &here, s.last.Awake
		out = append(out, noticed{here.job, bench.LineLogged{
			Stream: "dragstrip",
			Text:   fmt.Sprintf("the engine (process %d) is stopped by a signal or a debugger; kill -CONT %d continues it", s.pid, s.pid),
		}})
	case s.stopped != nil && !(s.felt && s.beat.Stopped):
		out = append(out, s.over()...)
	}
	return out
}

// over ends a stop, if there is one. Either the engine continues, or it gave a
// result, which a stopped engine cannot do.
func (s *standstill) over() []noticed {
	if s.stopped == nil {
		return nil
	}
	was := *s.stopped
	s.stopped = nil
	return s.tell(nil, was, max(s.last.Awake-s.since, lookEvery), bench.StillEngine)
}

func (s *standstill) tell(out []noticed, at timedRepetition, d time.Duration, cause bench.StillCause) []noticed {
	if s.told++; s.told > mostStops {
		return out
	}
	return append(out, noticed{at.job, at.stood(d, cause)})
}
