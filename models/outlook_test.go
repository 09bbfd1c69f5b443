package models

import (
	"testing"

	"dragstrip/bench"
)

func TestAMachineIsHeldAgainstByWhatItsEnginesCanBeGiven(t *testing.T) {
	const gib = int64(1) << 30
	for name, c := range map[string]struct {
		machine             bench.Machine
		first               bench.Memory
		specified, measured float64
	}{
		"no GPU":               {bench.Machine{MemoryBytes: 64 * gib, SpecifiedGBps: 100}, bench.Memory{Name: "CPU", Bytes: 64 * gib}, 100, 70},
		"a container's limit":  {bench.Machine{MemoryBytes: 64 * gib, MemoryLimitBytes: 8 * gib}, bench.Memory{Name: "CPU", Bytes: 8 * gib}, 0, 70},
		"a GPU without memory": {bench.Machine{MemoryBytes: 64 * gib, SpecifiedGBps: 256, GPUs: []bench.GPU{{Name: "iGPU", Shared: true}}}, bench.Memory{Name: "iGPU", Bytes: 64 * gib}, 256, 70},
		"what it may use of it": {
			bench.Machine{MemoryBytes: 64 * gib, GPUs: []bench.GPU{{Shared: true, UsableBytes: 48 * gib}}},
			bench.Memory{Name: "GPU", Bytes: 48 * gib},
			0, 70,
		},
		"a card, its bandwidth by the engine": {
			bench.Machine{
				MemoryBytes: 64 * gib, SpecifiedGBps: 100,
				GPUs:            []bench.GPU{{Name: "card", MemoryBytes: 24 * gib, SpecifiedGBps: 900}},
				DeviceBandwidth: []bench.DeviceBandwidth{{Device: "CUDA0", Clean: true, Slope: bench.Slope{MedianGBps: 800}}, {Device: bench.DeviceCPU, Clean: true, Slope: bench.Slope{MedianGBps: 1000}}},
			},
			bench.Memory{Name: "card", Bytes: 24 * gib, SlowerBytes: 64 * gib},
			900, 800,
		},
	} {
		y := YardstickOf(c.machine, nil, bench.Bandwidth{PeakGBps: 70, Clean: true}, 4096)
		if y.Memories[0] != c.first || y.Ceiling.SpecifiedGBps != c.specified || y.Ceiling.MeasuredGBps != c.measured {
			t.Errorf("%s: %+v", name, y)
		}
	}
}

func TestAnOutlookSaysFitAndCeiling(t *testing.T) {
	y := YardstickOf(bench.Machine{MemoryBytes: 64 << 30, SpecifiedGBps: 100}, nil, bench.Bandwidth{PeakGBps: 50, Clean: true}, 0)
	o := y.Of(Found{Model: bench.Model{SizeBytes: 1e9, ReadBytesPerToken: 1e9}})
	if o.Best() != string(bench.Fits) || o.Ceilings.SpecifiedTPS != 100 || o.Ceilings.MeasuredTPS != 50 {
		t.Errorf("%+v", o)
	}
	if o := (Outlook{}); o.Best() != "" {
		t.Errorf("nothing is known: %q", o.Best())
	}
}

// The ceiling used to be that of a card that no engine here could use.
func TestACardThatNoBuildCanUseDoesNotCount(t *testing.T) {
	card := bench.Machine{MemoryBytes: 64 << 30, SpecifiedGBps: 100, GPUs: []bench.GPU{{Name: "RTX 3060", MemoryBytes: 12 << 30, SpecifiedGBps: 360}}}
	onCPU := bench.EngineBuild{Backends: []string{"CPU"}, Number: 11669}
	pretends := bench.EngineBuild{Backends: []string{"Vulkan", "CPU"}, Number: 11669, Devices: []bench.Device{{Name: "Vulkan0", Software: true}}}
	blind := bench.EngineBuild{Backends: []string{"CUDA", "CPU"}, Number: 11669}
	sees := bench.EngineBuild{Backends: []string{"CUDA", "CPU"}, Number: 11669, Devices: []bench.Device{{Name: "CUDA0"}}}
	old := bench.EngineBuild{Backends: []string{"CUDA"}, Number: 3000}
	server := bench.EngineBuild{Traits: bench.Traits{Serves: true}} // says nothing of its backends
	far := bench.EngineBuild{Traits: bench.Traits{Serves: true, Elsewhere: true}}
	for name, c := range map[string]struct {
		builds []bench.EngineBuild
		gbps   float64
		unused int
	}{
		"no build yet":                   {nil, 360, 0},
		"a build for the CPU":            {[]bench.EngineBuild{onCPU}, 100, 1},
		"a program pretends to be a GPU": {[]bench.EngineBuild{onCPU, pretends}, 100, 1},
		"a build that finds no device":   {[]bench.EngineBuild{blind}, 100, 1},
		"one of them sees the card":      {[]bench.EngineBuild{onCPU, sees}, 360, 0},
		"a build that lists no devices":  {[]bench.EngineBuild{old}, 360, 0},
		"a server that does not tell":    {[]bench.EngineBuild{onCPU, server}, 360, 0},
		"a server of another machine":    {[]bench.EngineBuild{onCPU, far}, 100, 1},
	} {
		y := YardstickOf(card, c.builds, bench.Bandwidth{}, 0)
		if y.Ceiling.SpecifiedGBps != c.gbps || len(y.Unused) != c.unused || len(y.Memories) != 2-c.unused {
			t.Errorf("%s: %+v", name, y)
		}
	}
}

// A model used to be held against a depth that its context does not hold.
func TestAModelIsComparedWithinItsContext(t *testing.T) {
	y := Yardstick{Depth: 4096}
	for _, c := range []struct{ context, depth int64 }{{0, 4096}, {131072, 4096}, {4096 + AssumedGeneration, 4096}, {4096, 3968}, {64, 0}} {
		f := Found{}
		f.Facts.ContextLength = c.context
		if got := y.DepthFor(f); got != int(c.depth) {
			t.Errorf("context %d: depth %d, want %d", c.context, got, c.depth)
		}
	}
}
