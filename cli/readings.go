package cli

import (
	"context"
	"time"

	"dyno/bench"
	"dyno/hwinfo"
	"dyno/runner/engine"
)

// readEvery is how often the hardware is looked at while measuring.
const readEvery = time.Second

// lookFirst is how long the machine is watched before anything starts.
const lookFirst = time.Second

// observer watches the hardware beside the engine and turns what it sees into
// facts, which reach the journal through the scheduler's one goroutine.
type observer struct {
	sampler *hwinfo.Sampler
	facts   chan engine.Emitted
	// during are the readings that fell on the test in flight.
	during []bench.Reading
}

func newObserver(ctx context.Context) *observer {
	return &observer{sampler: hwinfo.NewSampler(ctx, hwinfo.Root{}), facts: make(chan engine.Emitted)}
}

// watch takes readings until ctx ends. A reading nobody takes is dropped by
// waiting: the next one covers its time.
func (o *observer) watch(ctx context.Context) {
	o.sampler.Each(ctx, readEvery, func(r bench.Reading) {
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
	return doubts(hwinfo.Question{Machine: m, Readings: []bench.Reading{o.sampler.Read()}})
}

// note keeps the readings of the test in flight apart; when a test finishes
// it says what fell on it.
func (o *observer) note(m bench.Machine, fact bench.Fact) []bench.Warning {
	switch f := fact.(type) {
	case bench.ReadingTaken:
		o.during = append(o.during, f.Reading)
	case bench.PhaseEntered:
		if f.Phase != bench.PhaseMeasuring || f.Repetition == 1 {
			o.during = nil
		}
	case bench.TestFinished:
		// One reading may lie half outside the test.
		if len(o.during) >= 2 {
			return doubts(hwinfo.Question{Machine: m, Readings: o.during, Measuring: true})
		}
	}
	return nil
}

// doubts are the findings that weigh on figures.
func doubts(q hwinfo.Question) []bench.Warning {
	var out []bench.Warning
	for _, f := range hwinfo.Fitness(q) {
		if f.Severity >= hwinfo.Doubt {
			out = append(out, f.Warning())
		}
	}
	return out
}
