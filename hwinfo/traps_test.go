package hwinfo

import (
	"testing"

	"dragstrip/bench"
)

// Tables get these names wrong. They find one name inside another, take a
// laptop's card for a desktop's, or ignore how many cores a GPU has. wrong is
// the figure that such a table gives.
func TestBandwidthTraps(t *testing.T) {
	apple := func(chip string, cores int) func(*testing.T) bench.Machine {
		return func(t *testing.T) bench.Machine {
			return describe(t, Root{OS: "darwin", Arch: "arm64", Sysctl: sysctls("machdep.cpu.brand_string: " + chip + "\nhw.memsize: 38654705664"), Run: says(map[string]string{"ioreg": ioreg(chip, cores)})})
		}
	}
	nvidia := func(name, memory, addressing, clock, mig string) func(*testing.T) bench.Machine {
		return func(t *testing.T) bench.Machine {
			return describe(t, smi("0, "+name+", 00000000:01:00.0, 595.80, "+memory+", 8.9, "+addressing+", [N/A], "+clock+", "+mig))
		}
	}
	radeon := func(device, revision string) func(*testing.T) bench.Machine {
		return func(t *testing.T) bench.Machine {
			return describe(t, linuxRoot("amd64", map[string]string{
				"sys/class/drm/card0/device/vendor": "0x1002", "sys/class/drm/card0/device/device": device, "sys/class/drm/card0/device/revision": revision,
				"sys/class/drm/card0/device/mem_info_vram_total": "17095983104", "sys/class/drm/card0/device/mem_info_gtt_total": "8573157376", "sys/class/drm/card0/device/mem_info_vram_vendor": "hynix",
			}))
		}
	}
	for _, c := range []struct {
		trap    string
		machine func(*testing.T) bench.Machine
		want    float64 // 0 means that it must be absent
		wrong   float64
	}{
		{"M3 Max, lower bin", apple("Apple M3 Max", 30), 307.2, 409.6},
		{"M3 Max, upper bin", apple("Apple M3 Max", 40), 409.6, 307.2},
		{"M4 Max, lower bin", apple("Apple M4 Max", 32), 409.6, 546},
		{"M4 Max, upper bin", apple("Apple M4 Max", 40), 546.1, 409.6},
		{"M5 Max, lower bin", apple("Apple M5 Max", 32), 460.8, 614.4},
		{"M5 Max, upper bin", apple("Apple M5 Max", 40), 614.4, 460.8},
		{"M4 Max of a size nobody has seen", apple("Apple M4 Max", 36), 0, 546},
		{"M4 Ultra, which does not exist", apple("Apple M4 Ultra", 80), 0, 1092},
		{"Apple M4 Max (Virtual)", apple("Apple M4 Max (Virtual)", 40), 0, 546},
		{"RTX 5060", nvidia("NVIDIA GeForce RTX 5060", "8151", "None", "14001", "[N/A]"), 448, 256},
		{"RTX 5060 without a clock", nvidia("NVIDIA GeForce RTX 5060", "8151", "None", "[N/A]", "[N/A]"), 448, 256},
		{"RX 9070", radeon("0x7550", "0xc3"), 644.6, 488},
		{"RX 9070 XT", radeon("0x7550", "0xc0"), 644.6, 624},
		{"RTX A1000", nvidia("NVIDIA RTX A1000", "8188", "None", "[N/A]", "[N/A]"), 192, 176},
		{"RTX A1000 Laptop", nvidia("NVIDIA RTX A1000 Laptop GPU", "4096", "None", "[N/A]", "[N/A]"), 176, 192},
		{"Tesla M40", nvidia("Tesla M40", "11448", "None", "[N/A]", "[N/A]"), 288.4, 0},
		{"Tesla M40 24GB", nvidia("Tesla M40 24GB", "22945", "None", "[N/A]", "[N/A]"), 288.4, 0},
		{"Tesla M4, not the M40", nvidia("Tesla M4", "4096", "None", "[N/A]", "[N/A]"), 0, 288.4},
		{"H800", nvidia("NVIDIA H800", "81559", "None", "[N/A]", "Disabled"), 3360, 2039},
		{"H800 PCIe", nvidia("NVIDIA H800 PCIe", "81559", "None", "[N/A]", "Disabled"), 2039, 3360},
		{"H100 80GB HBM3, not the PCIe card", nvidia("NVIDIA H100 80GB HBM3", "81559", "None", "2619", "Disabled"), 3352.3, 2039},
		{"RTX 4090 Laptop", nvidia("NVIDIA GeForce RTX 4090 Laptop GPU", "16376", "None", "9001", "[N/A]"), 576, 1008},
		{"RTX 4090 Laptop without a clock", nvidia("NVIDIA GeForce RTX 4090 Laptop GPU", "16376", "None", "[N/A]", "[N/A]"), 576, 1008},
		{"A100 80 GB", nvidia("NVIDIA A100-SXM4-80GB", "81920", "None", "1593", "Disabled"), 2039, 1555},
		{"A100 80 GB without a clock", nvidia("NVIDIA A100-SXM4-80GB", "81920", "None", "[N/A]", "Disabled"), 2039, 1555},
		{"A100 40 GB", nvidia("NVIDIA A100-SXM4-40GB", "40960", "None", "[N/A]", "Disabled"), 1555.2, 2039},
		{"A100 80 GB in slices", nvidia("NVIDIA A100-SXM4-80GB", "81920", "None", "1593", "Enabled"), 0, 2039},
		{"GB10", nvidia("NVIDIA GB10", "[N/A]", "ATS", "[N/A]", "[N/A]"), 273.1, 0},
	} {
		t.Run(c.trap, func(t *testing.T) {
			m := c.machine(t)
			got := m.SpecifiedGBps
			if len(m.GPUs) == 1 && !m.GPUs[0].Shared {
				got = m.GPUs[0].SpecifiedGBps
			}
			if c.want == 0 && got != 0 || c.want > 0 && (got < c.want*0.995 || got > c.want*1.005) {
				t.Errorf("%g GB/s, want %g (wrong tables say %g)", got, c.want, c.wrong)
			}
		})
	}
}
