package sitting

import (
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/hwinfo"
)

// stoppable is a made-up machine. The test sets its clocks and its engine.
type stoppable struct {
	at    hwinfo.Clocks
	pulse hwinfo.Pulse
	still *standstill
	now   bench.Now
}

func newStoppable() *stoppable {
	m := &stoppable{at: hwinfo.Clocks{Wall: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC), Awake: time.Hour}}
	m.still = &standstill{clocks: func() hwinfo.Clocks { return m.at }, pulse: func(int) (hwinfo.Pulse, bool) { return m.pulse, true }}
	m.still.last, m.still.free = m.at, m.at.Awake
	m.still.engine(7)
	m.now = bench.Now{Job: "j1", PhaseEntered: bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: bench.Test{Generation: 128}, Round: 1, Repetition: 3}}
	return m
}

// went lets time go by while the engine computes on this many cores.
func (m *stoppable) went(d time.Duration, cores float64) {
	m.at.Wall, m.at.Awake = m.at.Wall.Add(d), m.at.Awake+d
	m.pulse.Seconds += cores * d.Seconds()
}

// looks lets this many seconds go by as usual, with a look in each.
func (m *stoppable) looks(n int, cores float64) (out []noticed) {
	for range n {
		m.went(time.Second, cores)
		out = append(out, m.still.look(m.now)...)
		m.still.done()
	}
	return out
}

// stills keeps only the stops.
func stills(seen []noticed) (out []bench.StoodStill) {
	for _, n := range seen {
		if f, ok := n.fact.(bench.StoodStill); ok {
			out = append(out, f)
		}
	}
	return out
}

func TestAnEngineStoppedByASignalIsTold(t *testing.T) {
	m := newStoppable()
	seen := m.looks(5, 2)
	m.pulse.Stopped = true
	m.now.Repetition = 4
	seen = append(seen, m.looks(8, 0)...)
	if len(seen) != 1 || !strings.Contains(seen[0].fact.(bench.LineLogged).Text, "kill -CONT 7") {
		t.Fatalf("while it is stopped: %+v", seen)
	}
	m.pulse.Stopped = false
	m.now.Repetition = 5 // the engine went on at once
	got := stills(m.looks(3, 2))
	if len(got) != 1 || got[0] != (bench.StoodStill{Test: m.now.Test, Round: 1, Repetition: 4, For: 8 * time.Second, Cause: bench.StillEngine}) {
		t.Errorf("%+v", got)
	}
}

// The result may come before the next look at the engine.
func TestAStopThatLastedUntilTheResultIsToldWithIt(t *testing.T) {
	m := newStoppable()
	m.looks(3, 2)
	m.pulse.Stopped = true
	m.looks(4, 0)
	m.went(300*time.Millisecond, 0)
	if got := stills(m.still.before(m.now, bench.TestFinished{})); len(got) != 1 || got[0].For != 3300*time.Millisecond {
		t.Errorf("%+v", got)
	}
}

func TestAGapInWhichTheEngineStoodStillIsTold(t *testing.T) {
	for what, c := range map[string]struct {
		paced, during float64
		phase         bench.Phase
		want          time.Duration
	}{
		"a paused container":           {2, 0, bench.PhaseMeasuring, 29 * time.Second},
		"only we were stopped":         {2, 2, bench.PhaseMeasuring, 0},
		"an engine that waits for GPU": {0.01, 0.01, bench.PhaseMeasuring, 29 * time.Second},
		"while it loads":               {2, 0, bench.PhaseLoading, 0},
	} {
		m := newStoppable()
		m.now.Phase = c.phase
		m.looks(5, c.paced)
		m.went(30*time.Second, c.during)
		got := stills(m.still.before(m.now, bench.SampleTaken{}))
		switch {
		case c.want == 0 && len(got) > 0:
			t.Errorf("%s: %+v", what, got)
		case c.want > 0 && (len(got) != 1 || got[0].For != c.want || got[0].Cause != bench.StillAll || got[0].Repetition != 3):
			t.Errorf("%s: %+v", what, got)
		}
	}
}

// If a disk is slow, dragstrip itself waits; that is no stop.
func TestWritingForLongIsNoStop(t *testing.T) {
	m := newStoppable()
	m.looks(2, 0.01)
	m.still.pass(m.now)
	m.went(20*time.Second, 0.01)
	m.still.done()
	if seen := m.looks(2, 0.01); len(seen) > 0 {
		t.Errorf("%+v", seen)
	}
}

func TestSleepAndAClockThatIsSetAreToldApart(t *testing.T) {
	m := newStoppable()
	m.looks(2, 2)
	m.at.Wall, m.at.Asleep = m.at.Wall.Add(time.Hour), m.at.Asleep+time.Hour
	seen := m.looks(1, 2)
	if len(seen) != 2 || seen[0].fact != (bench.ClockMoved{Asleep: time.Hour}) || stills(seen)[0].Cause != bench.StillMachine {
		t.Errorf("asleep: %+v", seen)
	}
	m.at.Wall = m.at.Wall.Add(-2 * time.Hour)
	if seen := m.looks(2, 2); len(seen) != 1 || seen[0].fact != (bench.ClockMoved{Step: -2 * time.Hour}) || seen[0].job != "" {
		t.Errorf("set back: %+v", seen)
	}
}

// cpulimit stops and continues an engine again and again.
func TestStopsWithoutEndAreBounded(t *testing.T) {
	m := newStoppable()
	n := 0
	for range 3 * mostStops {
		m.pulse.Stopped = !m.pulse.Stopped
		n += len(stills(m.looks(1, 1)))
	}
	if n != mostStops {
		t.Errorf("%d stops told", n)
	}
}
