package cli

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

// TestMachineRowsTellTheWholeRecord uses a laptop about which everything is
// known, and a machine about which nothing is known.
func TestMachineRowsTellTheWholeRecord(t *testing.T) {
	full := bench.Machine{
		Line: "a line", Board: "Framework Desktop", CPU: "Ryzen", Sockets: 2, PhysicalCores: 12, LogicalCores: 24, MaxMHz: 5100,
		CoreKinds: []bench.CoreKind{{Name: "Performance", Cores: 8, MHz: 5100}, {Name: "Efficiency", Cores: 4}},
		Caches:    []bench.Cache{{Level: 3, Bytes: 64 << 20, Count: 2}}, Features: []string{"AVX2"}, CPULimit: 3.5, Translated: true,
		MemoryBytes: 128 << 30, MemoryLimitBytes: 8 << 30, MemoryType: "LPDDR5X-8000", MemoryBusBits: 256, SwapBytes: 2 << 30,
		MemoryModules: []bench.MemoryModule{{Bytes: 16 << 30, Type: "DDR5", MTps: 4200, RatedMTps: 5600, Slot: "DIMM A1"}},
		SpecifiedGBps: 256, SpecifiedAtMost: true, Power: "AC", PowerMode: map[string]string{"governor": "powersave"},
		GPUs: []bench.GPU{{Name: "Radeon", Cores: 40, Shared: true, UsableBytes: 112 << 30, Driver: "amdgpu", Arch: "gfx1151"}},
	}
	var b strings.Builder
	for _, row := range machineRows(full) {
		b.WriteString(row[0] + ": " + row[1] + "\n")
	}
	for _, part := range []string{
		"board: Framework Desktop", "2 sockets · 12 cores · 24 threads · 8 × Performance (5.1 GHz) · 4 × Efficiency",
		"the CPU time of 3.5 cores", "Rosetta", "L3 64.0 MiB (2 caches)", "128 GiB LPDDR5X-8000 · 256 bit wide · limited to 8.00 GiB · 2.00 GiB swap",
		"DIMM A1 · 16.0 GiB DDR5 · 4200 MT/s (rated 5600)", "at most 256 GB/s specified", "40 cores or units · may use 112 GiB",
		"gfx1151 · driver amdgpu", "AC · governor powersave",
	} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("%q is missing from\n%s", part, b.String())
		}
	}
	for _, row := range machineRows(bench.Machine{}) {
		if row[1] != "" {
			t.Errorf("of an unknown machine it is said: %q", row)
		}
	}
}

// A doubtful figure has its question mark wherever it stands.
func TestDoubtfulBandwidthIsMarkedInTheRows(t *testing.T) {
	for _, clean := range []bool{true, false} {
		p := portrait{Bandwidth: &bench.Bandwidth{Clean: clean, ByThreads: []bench.ThreadBandwidth{{Threads: 2, GBps: 66}}}}
		p.Machine.DeviceBandwidth = []bench.DeviceBandwidth{{Device: "Vulkan0", Slope: bench.Slope{MedianGBps: 77}, Clean: clean, Doubts: []string{"it was busy"}}}
		var text string
		for _, row := range bandwidthRows(p) {
			text += row[1] + "\n"
		}
		for _, figure := range []string{"66.0 GB/s", "77.0 GB/s"} {
			if !strings.Contains(text, figure) || strings.Contains(text, figure+" ?") == clean {
				t.Errorf("clean %v: %s", clean, text)
			}
		}
	}
}

// The screens used to show a figure of the caches without a word of doubt.
func TestTheScreensAreToldWhyADeviceIsUncertain(t *testing.T) {
	d := bench.DeviceBandwidth{Device: "CPU", Slope: bench.Slope{MedianGBps: 0.22}, Doubts: []string{"stand-ins fit into caches"}}
	if text, want := measuredText(d), "memory bandwidth of CPU: 0.220 GB/s ?, uncertain: stand-ins fit into caches"; text != want {
		t.Errorf("%q, want %q", text, want)
	}
	d.Clean = true
	if text, want := measuredText(d), "memory bandwidth of CPU: 0.220 GB/s"; text != want {
		t.Errorf("%q, want %q", text, want)
	}
}
