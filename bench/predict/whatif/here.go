package whatif

import (
	"dragstrip/bench"
	"dragstrip/bench/predict/speed"
	"dragstrip/bench/published"
)

// ThisMachine is the name of this machine in lists of machines.
const ThisMachine = "this machine"

// Here is this machine, and what to expect on it.
type Here struct {
	Machine bench.Machine
	// Expect gives the speed to expect of a test of a model on this machine.
	Expect func(bench.Model, bench.Test) bench.Expected
	// Lack says why Expect knows no speed of a model. It may be nil: then nothing
	// was measured.
	Lack func(bench.Model) speed.Lack
	// Unused are GPUs of the machine that no engine build here can use. They are
	// not among those of Machine.
	Unused []string
}

// NewHere is this machine with the GPUs that its engine builds can use.
func NewHere(m bench.Machine, builds []bench.EngineBuild, expect func(bench.Model, bench.Test) bench.Expected, lack func(bench.Model) speed.Lack) Here {
	used, unused := m.WithSizes(builds).UsedBy(builds)
	return Here{Machine: used, Expect: expect, Lack: lack, Unused: unused}
}

// Answer says how fast a model is here. ok is false if nothing is known about
// the speed.
func (h Here) Answer(m bench.Model, depth int) (a Answer, ok bool) {
	w, err := ask(m, depth)
	if err != nil {
		return Answer{}, false
	}
	a = Answer{Model: m, Test: w.test, Machine: ThisMachine, Here: true, Small: w.work.IsSmall(), GBps: h.Machine.SpecifiedGBps, Unused: h.Unused}
	if memories := h.Machine.Memories(); len(memories) > 0 {
		a.Fit = bench.FitOf(w.need, memories[0])
	}
	if len(h.Machine.GPUs) == 1 {
		g := h.Machine.GPUs[0]
		if g.SpecifiedGBps > 0 {
			a.GBps = g.SpecifiedGBps
		}
		if a.Chip = published.Load().ChipOf(h.Machine, g); a.Chip != nil {
			found := figuresOf(w)
			a.Published, a.PublishedPrompt = found.generation[a.Chip], found.prompt[a.Chip]
		}
	}
	if expected := h.Expect(m, w.test); expected.Known() {
		a.Expected, a.Basis = expected.SpeedRange, expected.Basis()
	} else if h.Lack != nil {
		a.Lack = h.Lack(m)
	}
	return a, a.known()
}
