package sitting

import (
	"context"
	"time"

	"dragstrip/bench"
	"dragstrip/hwinfo"
	"dragstrip/runner/engine"
)

// ReadEvery is how often the hardware is read while measuring.
const ReadEvery = time.Second

// lookFirst is how long the machine is watched before anything starts.
const lookFirst = time.Second

// observer watches the hardware while the engine works, and turns what it sees
// into facts. The scheduler's only goroutine writes them into the journal.
type observer struct {
	sampler *hwinfo.Sampler
	facts   chan engine.Emitted
	now     func() time.Time
	// during holds the readings of the test that is being measured, began is when
	// that test began, and last is the time of the newest reading.
	first       bench.Reading // the reading before anything was measured
	during      []bench.Reading
	began, last time.Time
}

// In a short test the kernel's clock ticks only a few times. So if a test is
// shorter than longEnough, only grave findings are reported. If it is shorter
// than enoughToTell, nothing is reported.
const (
	longEnough   = 2 * ReadEvery
	enoughToTell = ReadEvery / 2
)

func newObserver(ctx context.Context, sensors hwinfo.Root) *observer {
	return &observer{sampler: hwinfo.NewSampler(ctx, sensors), facts: make(chan engine.Emitted), now: time.Now}
}

// watch takes readings until ctx ends. It takes a new reading only after
// somebody has received the last one. The new reading covers the whole time
// since the last one.
func (o *observer) watch(ctx context.Context) {
	o.sampler.Each(ctx, ReadEvery, func(r bench.Reading) {
		select {
		case o.facts <- engine.Emitted{Fact: bench.ReadingTaken{Reading: r}}:
		case <-ctx.Done():
		}
	})
}

// before warns of everything that speaks against measuring here and now.
func (o *observer) before(m bench.Machine) []bench.Warning {
	o.sampler.Read()
	time.Sleep(lookFirst)
	o.first = o.sampler.Read()
	return doubts(hwinfo.Question{Machine: m, Readings: []bench.Reading{o.first}})
}

// note collects the readings of the test that is being measured. When a test
// finishes, note gives the warnings that follow from these readings. It reads
// the hardware once more when a test begins and when it ends. So the readings
// cover the time of the test and no other time, and even a very short test has a
// reading. The journal does not need these extra readings.
func (o *observer) note(m bench.Machine, fact bench.Fact) []bench.Warning {
	switch f := fact.(type) {
	case bench.ReadingTaken:
		o.during, o.last = append(o.during, f.Reading), o.now()
	case bench.PhaseEntered:
		if f.Phase != bench.PhaseMeasuring || f.Repetition == 1 {
			o.sampler.Read()
			o.during, o.began = nil, o.now()
			o.last = o.began
		}
	case bench.TestFinished:
		if o.now().Sub(o.last) >= enoughToTell {
			o.during = append(o.during, o.sampler.Read())
		}
		took := o.now().Sub(o.began)
		if len(o.during) == 0 || took < enoughToTell {
			return nil
		}
		least := hwinfo.Doubt
		if took < longEnough {
			least = hwinfo.Unfit
		}
		return findings(hwinfo.Question{Machine: m, Readings: o.during, Measuring: true}, least)
	}
	return nil
}

// doubts gives the findings that affect figures.
func doubts(q hwinfo.Question) []bench.Warning { return findings(q, hwinfo.Doubt) }

func findings(q hwinfo.Question, least hwinfo.Severity) []bench.Warning {
	var out []bench.Warning
	for _, f := range hwinfo.Fitness(q) {
		// A GPU at its power cap works as it should. But people who read the result
		// should know about the cap.
		if f.Severity >= least || q.Measuring && f.Code == "power_cap" {
			out = append(out, f.Warning())
		}
	}
	return out
}
