package speed

import (
	"dragstrip/bench"
	"dragstrip/bench/published"
)

// Here says what speeds to expect on one machine.
type Here struct {
	machine bench.Machine
	groups  map[group]*learned
	usual   usualThreads
	chips   []*published.Chip // for each of the machine's GPUs; nil if not known
}

// OnMachine makes a Here. results are from the machine's own sessions.
func OnMachine(m bench.Machine, results []Measured) *Here {
	groups, usual := groupsOf(results)
	h := &Here{machine: m, groups: groups, usual: usual}
	for _, g := range m.GPUs {
		h.chips = append(h.chips, published.Load().ChipOf(m, g)) // on a machine without a GPU the set need not be read
	}
	return h
}

// Expect says how fast a job's test will be. It returns false if that is not
// known. It knows only tests of generation.
func (h *Here) Expect(j *bench.Job, t bench.Test) (bench.Expected, bool) {
	work, ok := workOf(j, t)
	if !ok {
		return bench.Expected{}, false
	}
	state := bench.JobState{Job: *j}
	own := h.groups[h.usual.group(computedOn(j))]
	if place, chip, known := h.placeOf(&state); known {
		if alone, ok := Predict(place, work, nil); ok {
			return expectOn(place, chip, work, alone, own), true
		}
	}
	if own == nil {
		return bench.Expected{}, false
	}
	p := own.predict(work).within(own.unsure(work))
	if p.To > MostWidth*p.From {
		return bench.Expected{}, false
	}
	return bench.Expected{SpeedRange: bench.SpeedRange(p), Own: own.named(work, len(own.all))}, true
}

// FittingThreads is [bench.Machine.FittingThreads] of the machine.
func (h *Here) FittingThreads() int { return h.machine.FittingThreads() }

// MostWidth limits an interval: its upper end may be this many times its lower
// end. A wider interval says nothing.
const MostWidth = 5

// ExpectUsually says how fast a model will be with the backend that most people
// use on the machine's only GPU. It is for machines on which no engine is
// installed yet.
func (h *Here) ExpectUsually(m bench.Model, t bench.Test) (bench.Expected, bool) {
	if len(h.chips) != 1 || h.chips[0] == nil {
		return bench.Expected{}, false
	}
	backend := UsualBackend(h.chips[0])
	build := bench.EngineBuild{Backends: []string{backend}, Devices: []bench.Device{{Name: backend, Description: h.machine.GPUs[0].Name}}}
	return h.Expect(&bench.Job{Model: m, Build: build}, t)
}

// expectOn returns what to expect according to published results, corrected by
// the machine's own results (own). alone is the prediction without this
// correction.
func expectOn(place Place, chip *published.Chip, work Work, alone Prediction, own *learned) bench.Expected {
	out := bench.Expected{SpeedRange: bench.SpeedRange(alone), Chip: chip.Short()}
	if own == nil {
		return out
	}
	seen := own.asSeen(place)
	if len(seen) == 0 {
		return out
	}
	both, _ := Predict(place, work, seen)
	if both = both.within(own.unsure(work)); both.To <= MostWidth*both.From {
		out.SpeedRange, out.Others, out.Own = bench.SpeedRange(both), bench.SpeedRange(alone), own.named(work, len(seen))
	}
	return out
}

// named names the model and the time of the result that counts most.
func (l *learned) named(w Work, results int) bench.OwnResult {
	near := l.nearest(w)
	return bench.OwnResult{Model: near.Model, Measured: near.When, Session: near.Session, Results: results}
}

// Expectations returns what to expect of the tests of some jobs. Tests for
// which nothing is known are left out.
func (h *Here) Expectations(jobs []bench.Job) (out []bench.JobExpected) {
	for i := range jobs {
		for _, t := range jobs[i].Tests {
			if e, ok := h.Expect(&jobs[i], t); ok {
				out = append(out, bench.JobExpected{Job: jobs[i].ID, SpeedExpected: bench.SpeedExpected{Test: t, Expected: e}})
			}
		}
	}
	return out
}

// placeOf returns what a job computes on, if this is a chip of the reference
// set with published results. If the machine's own bandwidth is known, it
// replaces the bandwidth in the set, because clocks of cards differ and memory
// can be exchanged.
func (h *Here) placeOf(j *bench.JobState) (Place, *published.Chip, bool) {
	at, ok := h.machine.GPUOf(&j.Job)
	if !ok || h.chips[at] == nil || !Predicts(j.Model) {
		return Place{}, nil, false
	}
	place := On(h.chips[at], bench.GPUBackend(j.Backend()))
	g := h.machine.GPUs[at]
	if own := g.SpecifiedGBps; own > 0 {
		place.GBps = own
	} else if g.Shared && h.machine.SpecifiedGBps > 0 {
		place.GBps = h.machine.SpecifiedGBps
	}
	return place, h.chips[at], UsualBackend(h.chips[at]) != ""
}

// asSeen returns the results, each with the speed that was predicted for it on
// a place.
func (l *learned) asSeen(p Place) []Own {
	var own []Own
	for _, m := range l.all {
		if alone, ok := Predict(p, m.Work, nil); ok {
			own = append(own, Own{m.Work, m.TPS, alone.TPS})
		}
	}
	return own
}
