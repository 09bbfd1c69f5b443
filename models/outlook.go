package models

import "dragstrip/bench"

// Yardstick is what models are compared with on a machine.
type Yardstick struct {
	// Memories are the memories that each backend can use, the fastest first.
	Memories []bench.Memory
	Ceiling  bench.Ceiling
	// Unused are GPUs that no engine build here can use. They do not count.
	Unused []string
	// Depth is the length of the context for which fit and ceiling are
	// computed.
	Depth int
}

// AssumedGeneration is the length of the generation that is assumed at the end
// of the context.
const AssumedGeneration = 128

// Outlook says whether a model fits a machine and how fast it can be there.
type Outlook struct {
	Fits     []bench.Fit `json:"fits,omitempty"`
	Ceilings Ceilings    `json:"ceiling,omitzero"`
}

// YardstickOf makes the yardstick of a machine with some engine builds. probe is
// the measured bandwidth of its memory, or the zero Bandwidth if it was not
// measured.
func YardstickOf(m bench.Machine, builds []bench.EngineBuild, probe bench.Bandwidth, depth int) Yardstick {
	m, unused := m.UsedBy(builds)
	y := Yardstick{Memories: m.Memories(), Depth: depth, Ceiling: probe.Ceiling(m.SpecifiedGBps), Unused: unused}
	if len(m.GPUs) == 1 && !m.GPUs[0].Shared {
		// The probe measured the machine's memory, not the card's.
		y.Ceiling = bench.Ceiling{SpecifiedGBps: m.GPUs[0].SpecifiedGBps, MeasuredGBps: gpuBandwidth(m)}
	}
	return y
}

// DepthFor is the depth at which a model is compared: its context may be shorter.
func (y Yardstick) DepthFor(f Found) int {
	if most := f.Facts.ContextLength - AssumedGeneration; f.Facts.ContextLength > 0 && int64(y.Depth) > most {
		return int(max(most, 0))
	}
	return y.Depth
}

// Of compares a model with the machine.
func (y Yardstick) Of(f Found) Outlook {
	test := bench.Test{Generation: AssumedGeneration, Depth: y.DepthFor(f)}
	out := Outlook{Ceilings: CeilingsOf(f.Model, test, bench.KVTypes{}, y.Ceiling)}
	need := f.Need(bench.Load{Tokens: int64(test.Context())})
	for _, m := range y.Memories {
		if fit := bench.FitOf(need, m); fit.Verdict != "" {
			out.Fits = append(out.Fits, fit)
		}
	}
	return out
}

// Best is the verdict of the first memory, which is the fastest.
func (o Outlook) Best() string {
	if len(o.Fits) == 0 {
		return ""
	}
	return string(o.Fits[0].Verdict)
}

// gpuBandwidth is the highest bandwidth that engines reached on the machine's
// only GPU; 0 if there is no clean measurement.
func gpuBandwidth(m bench.Machine) float64 {
	most := 0.0
	for _, d := range m.DeviceBandwidth {
		if d.Clean && d.Device != bench.DeviceCPU {
			most = max(most, d.MedianGBps)
		}
	}
	return most
}
