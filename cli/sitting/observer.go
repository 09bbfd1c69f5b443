package sitting

import (
	"context"
	"time"

	"dragstrip/bench"
	"dragstrip/hwinfo"
	"dragstrip/runner/engine"
)

// ReadEvery is how often the hardware is looked at while measuring.
const ReadEvery = time.Second

// lookFirst is how long the machine is watched before anything starts.
const lookFirst = time.Second

// observer watches the hardware beside the engine and turns what it sees into
// facts, which reach the journal through the scheduler's one goroutine.
type observer struct {
	sampler *hwinfo.Sampler
	facts   chan engine.Emitted
	now     func() time.Time
	// during are the readings that fell on the test in flight, which began at
	// began; the newest was taken at last.
	first       bench.Reading // taken before anything was measured
	during      []bench.Reading
	began, last time.Time
}

// A short test is judged by few ticks of the kernel's clock: below longEnough
// only what is far from fit is told, below enoughToTell nothing.
const (
	longEnough   = 2 * ReadEvery
	enoughToTell = ReadEvery / 2
)

func newObserver(ctx context.Context, sensors hwinfo.Root) *observer {
	return &observer{sampler: hwinfo.NewSampler(ctx, sensors), facts: make(chan engine.Emitted), now: time.Now}
}

// watch takes readings until ctx ends. If nobody receives it, the reading is
// dropped; the next one covers its time.
func (o *observer) watch(ctx context.Context) {
	o.sampler.Each(ctx, ReadEvery, func(r bench.Reading) {
		select {
		case o.facts <- engine.Emitted{Fact: bench.ReadingTaken{Reading: r}}:
		case <-ctx.Done():
		}
	})
}

// before says what speaks against measuring here and now.
func (o *observer) before(m bench.Machine) []bench.Warning {
	o.sampler.Read()
	time.Sleep(lookFirst)
	o.first = o.sampler.Read()
	return doubts(hwinfo.Question{Machine: m, Readings: []bench.Reading{o.first}})
}

// note keeps the readings of the test in flight apart; when a test finishes
// it says what fell on it. Extra looks at its beginning and end, which the
// journal does not need, make the readings those of the test and no other
// time, so that a test shorter than a reading has some too.
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

// doubts are the findings that weigh on figures.
func doubts(q hwinfo.Question) []bench.Warning { return findings(q, hwinfo.Doubt) }

func findings(q hwinfo.Question, least hwinfo.Severity) []bench.Warning {
	var out []bench.Warning
	for _, f := range hwinfo.Fitness(q) {
		// A card at its power cap is as it should be, and to be known of a result.
		if f.Severity >= least || q.Measuring && f.Code == "power_cap" {
			out = append(out, f.Warning())
		}
	}
	return out
}
