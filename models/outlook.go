package models

import (
	"cmp"

	"dragstrip/bench"
)

// Yardstick is a machine as far as models are held against it.
type Yardstick struct {
	// Memories is what each backend can be given, the fastest first.
	Memories []Memory
	Ceiling  bench.Ceiling
	// Depth is the context in what is said of fit and ceiling.
	Depth int
}

// AssumedGeneration is the generation at the end of the context in what is
// said to fit.
const AssumedGeneration = 128

// Outlook is what is said of a model on a machine.
type Outlook struct {
	Fits     []Fit    `json:"fits,omitempty"`
	Ceilings Ceilings `json:"ceiling,omitzero"`
}

// YardstickOf takes of a machine what models are held against. probe is what its
// memory moved, the zero Bandwidth where that was not measured.
func YardstickOf(m bench.Machine, probe bench.Bandwidth, depth int) Yardstick {
	y := Yardstick{Memories: memoriesOf(m), Depth: depth, Ceiling: probe.Ceiling(m.SpecifiedGBps)}
	if len(m.GPUs) == 1 && !m.GPUs[0].Shared {
		// What is probed is the machine's memory, not the card's.
		y.Ceiling = bench.Ceiling{SpecifiedGBps: m.GPUs[0].SpecifiedGBps, MeasuredGBps: gpuBandwidth(m)}
	}
	return y
}

// Of holds a model against the machine.
func (y Yardstick) Of(f Found) Outlook {
	test := bench.Test{Generation: AssumedGeneration, Depth: y.Depth}
	out := Outlook{Ceilings: CeilingsOf(f.Model, test, bench.KVTypes{}, y.Ceiling)}
	need := NeedOf(f, Load{Tokens: int64(test.Context())})
	for _, m := range y.Memories {
		if fit := FitOf(need, m); fit.Verdict != "" {
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

// gpuBandwidth is what engines moved on the one GPU of a machine at most; 0
// where that was not measured without a doubt.
func gpuBandwidth(m bench.Machine) float64 {
	most := 0.0
	for _, d := range m.DeviceBandwidth {
		if d.Clean && d.Device != bench.DeviceCPU {
			most = max(most, d.MedianGBps)
		}
	}
	return most
}

// memoriesOf is what each backend can be given.
func memoriesOf(m bench.Machine) []Memory {
	own := m.MemoryBytes
	if m.MemoryLimitBytes > 0 {
		own = min(own, m.MemoryLimitBytes)
	}
	var all []Memory
	for _, g := range m.GPUs {
		memory := Memory{Name: cmp.Or(g.Name, "GPU"), Bytes: g.MemoryBytes, SlowerBytes: own}
		if g.Shared {
			memory.SlowerBytes = 0
			if g.UsableBytes > 0 {
				memory.Bytes = g.UsableBytes
			}
			if memory.Bytes == 0 || memory.Bytes > own {
				memory.Bytes = own
			}
		}
		all = append(all, memory)
	}
	return append(all, Memory{Name: "CPU", Bytes: own})
}
