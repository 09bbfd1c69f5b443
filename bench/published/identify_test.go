package published

import (
	"testing"

	"dragstrip/bench"
)

// A chip is found by whole words, or not at all. Other programs look for a part
// of the name, or have only one figure for each name. These are their mistakes:
// M3 Max (307 and 410 GB/s), RTX 3060 with 8 GB, Tesla M40 taken for "M4", and
// H800 taken for "M5".
func TestAMachinesGPUIsFoundByItsWholeName(t *testing.T) {
	const gib = 1 << 30
	card := func(name string, gigabytes int64, gbps float64) bench.Machine {
		return bench.Machine{GPUs: []bench.GPU{{Name: name, MemoryBytes: gigabytes * gib, SpecifiedGBps: gbps}}}
	}
	apple := func(cpu string, cores int, gbps float64) bench.Machine {
		return bench.Machine{CPU: cpu, SpecifiedGBps: gbps, GPUs: []bench.GPU{{Name: cpu, Shared: true, Cores: cores}}}
	}
	soc := func(cpu, gpu string, gbps float64) bench.Machine {
		return bench.Machine{CPU: cpu, SpecifiedGBps: gbps, GPUs: []bench.GPU{{Name: gpu, Shared: true}}}
	}
	with := func(m bench.Machine, change func(*bench.Machine)) bench.Machine { change(&m); return m }
	for _, c := range []struct {
		machine bench.Machine
		want    string
	}{
		{card("NVIDIA GeForce RTX 4090", 24, 1008), "GeForce RTX 4090"},
		{card("NVIDIA GeForce RTX 4090 D", 24, 1008), "GeForce RTX 4090 D"},
		{card("NVIDIA GeForce RTX 4090 Laptop GPU", 16, 576), "GeForce RTX 4090 Max-Q"},
		{card("NVIDIA GeForce RTX 3060", 12, 0), "GeForce RTX 3060 12 GB"},
		{card("NVIDIA GeForce RTX 3060", 8, 0), "GeForce RTX 3060 8 GB"},
		{card("NVIDIA GeForce RTX 3060", 0, 0), ""},
		{card("NVIDIA GeForce RTX 3060 Ti", 8, 608), "GeForce RTX 3060 Ti GDDR6X"},
		{card("NVIDIA GeForce RTX 3060 Ti", 8, 0), ""},
		{card("NVIDIA GeForce RTX 3080", 12, 0), "GeForce RTX 3080 12 GB"},
		{card("NVIDIA GeForce RTX 3080 Ti Laptop GPU", 16, 512), "GeForce RTX 3080 Ti Mobile"},
		{card("NVIDIA GeForce RTX 3080 Ti Laptop GPU", 16, 0), ""},
		{card("NVIDIA GeForce RTX 2070 with Max-Q Design", 8, 384), "GeForce RTX 2070 Max-Q"},
		{card("NVIDIA GeForce RTX 5060", 8, 448), "GeForce RTX 5060"},
		{card("NVIDIA GeForce RTX 5060 Ti", 16, 448), "GeForce RTX 5060 Ti 16 GB"},
		{card("NVIDIA RTX 6000 Ada Generation", 48, 960), "RTX 6000 Ada Generation"},
		{card("Quadro RTX 6000", 24, 672), "Quadro RTX 6000"},
		{card("NVIDIA RTX PRO 6000 Blackwell Workstation Edition", 96, 1792), "RTX PRO 6000 Blackwell"},
		{card("NVIDIA RTX A1000", 8, 192), "RTX A1000"},
		{card("Tesla M40", 12, 0), "Tesla M40"},
		{card("Tesla M4", 4, 0), ""},
		{card("Tesla T4", 15, 320), "Tesla T4"},
		{card("NVIDIA A100-SXM4-80GB", 80, 0), "A100 SXM4 80 GB"},
		{card("NVIDIA A100 80GB PCIe", 80, 0), "A100 PCIe 80 GB"},
		{card("NVIDIA H100 80GB HBM3", 80, 3350), "H100 SXM5 80 GB"},
		{card("NVIDIA H800", 80, 0), ""},
		{card("NVIDIA GH200 480GB", 96, 4000), ""},
		{card("AMD Radeon RX 7900 XTX (RADV NAVI31)", 24, 960), "Radeon RX 7900 XTX"},
		{card("AMD Radeon RX 7900 XT", 20, 0), "Radeon RX 7900 XT"},
		{card("Radeon RX 9070", 16, 0), "Radeon RX 9070"},
		{card("AMD Instinct MI300X", 192, 0), "Radeon Instinct MI300X"},
		{card("Radeon VII", 16, 0), "Radeon VII"},
		{card("AMD Radeon Graphics", 16, 512), ""},
		{card("Intel(R) Arc(TM) B580 Graphics", 12, 0), "Arc B580"},
		{card("llvmpipe (LLVM 15.0.6, 256 bits)", 8, 0), ""},
		{card("", 24, 1008), ""},
		{apple("Apple M1 Ultra", 48, 800), "Apple M1 Ultra (48-core GPU)"},
		{apple("Apple M1", 8, 68.25), "Apple M1 (8-core GPU)"},
		{apple("Apple M3 Max", 30, 0), "Apple M3 Max (30-core GPU)"},
		{apple("Apple M3 Max", 0, 400), "Apple M3 Max (40-core GPU)"},
		{apple("Apple M3 Max", 0, 0), ""},
		{apple("Apple M10", 0, 200), ""},
		{soc("AMD Ryzen AI Max+ 395 w/ Radeon 8060S", "Radeon 8060S", 256), "Ryzen AI Max+ 395 (Strix Halo, Radeon 8060S)"},
		{soc("AMD RYZEN AI MAX+ PRO 395 w/ Radeon 8060S", "AMD Radeon(TM) 8060S Graphics", 0), "Ryzen AI Max+ 395 (Strix Halo, Radeon 8060S)"},
		{soc("AMD Ryzen AI Max 390 w/ Radeon 8050S", "Radeon 8050S", 256), "Ryzen AI Max 390 (Strix Halo, Radeon 8050S)"},
		{soc("AMD Ryzen AI 9 HX 370 w/ Radeon 890M", "AMD Radeon 890M Graphics", 120), "Ryzen AI 9 HX 370 (Strix Point, Radeon 890M) LPDDR5X-7500"},
		{soc("AMD Ryzen AI 9 HX 370 w/ Radeon 890M", "AMD Radeon 890M Graphics", 0), ""},
		{soc("AMD Ryzen 7 PRO 7840U w/ Radeon 780M Graphics", "AMD Radeon 780M Graphics", 102.4), "Ryzen 7840U/8840U (Radeon 780M) LPDDR5-6400"},
		{soc("AMD Ryzen 7 7840U w/ Radeon 780M Graphics", "AMD Radeon 780M Graphics", 0), ""},
		{soc("NVIDIA GB10", "NVIDIA GB10", 273), "NVIDIA GB10 (DGX Spark)"},
		{soc("Intel(R) Core(TM) Ultra 7 155H", "Intel(R) Arc(TM) Graphics", 119.5), ""},
		{with(card("NVIDIA A100-SXM4-80GB MIG 1g.10gb", 10, 0), func(m *bench.Machine) { m.GPUs[0].Slice = true }), ""},
		{with(apple("Apple M1 Ultra", 48, 800), func(m *bench.Machine) { m.Hypervisor = "Apple Virtualization" }), ""},
	} {
		got := ""
		if chip := Load().ChipOf(c.machine, c.machine.GPUs[0]); chip != nil {
			got = chip.Name
		}
		if got != c.want {
			t.Errorf("%s, %s, %d cores, %d bytes, %g GB/s: %q, not %q", c.machine.CPU, c.machine.GPUs[0].Name, c.machine.GPUs[0].Cores, c.machine.GPUs[0].MemoryBytes, c.machine.GPUs[0].SpecifiedGBps+c.machine.SpecifiedGBps, got, c.want)
		}
	}
}

func TestChipsHaveShortNames(t *testing.T) {
	for name, want := range map[string]string{
		"Ryzen AI 9 HX 370 (Strix Point, Radeon 890M) LPDDR5X-7500": "Ryzen AI 9 HX 370", "Apple M1 Ultra (48-core GPU)": "Apple M1 Ultra (48-core GPU)", "GeForce RTX 4090": "GeForce RTX 4090",
	} {
		if got := Load().Chip(name).Short(); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// Every GPU of the set is found by its own name.
func TestEveryCardIsFoundByItsOwnName(t *testing.T) {
	for i := range Load().Chips {
		c := &Load().Chips[i]
		if c.Kind != "gpu" {
			continue
		}
		g := bench.GPU{Name: c.Name, MemoryBytes: int64(c.MaxMemoryGB * (1 << 30)), SpecifiedGBps: c.GBps}
		got := Load().ChipOf(bench.Machine{GPUs: []bench.GPU{g}}, g)
		if got == nil || got.Family != c.Family || got.MaxMemoryGB < 0.97*c.MaxMemoryGB || got.GBps < 0.97*c.GBps || got.GBps > 1.03*c.GBps {
			t.Errorf("%s: %+v", c.Name, got)
		}
	}
}
