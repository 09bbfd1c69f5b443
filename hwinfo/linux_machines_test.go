package hwinfo

import (
	"fmt"
	"strings"
	"testing"
)

// udevModule is one device as systemd's memory identifier writes it.
func udevModule(i int, bytes int64, kind string, bits, rated, speed int, form, slot, bank string) string {
	p := fmt.Sprintf("E:MEMORY_DEVICE_%d_", i)
	return fmt.Sprint(p, "SIZE=", bytes, "\n", p, "TYPE=", kind, "\n", p, "DATA_WIDTH=", bits, "\n", p, "TOTAL_WIDTH=", bits, "\n", p, "SPEED_MTS=", rated, "\n",
		p, "CONFIGURED_SPEED_MTS=", speed, "\n", p, "FORM_FACTOR=", form, "\n", p, "LOCATOR=", slot, "\n", p, "BANK_LOCATOR=", bank, "\n", p, "SERIAL_NUMBER=12345678\n")
}

func strixHalo() map[string]string {
	return map[string]string{
		"proc/cpuinfo":                                        "model name\t: AMD RYZEN AI MAX+ 395 w/ Radeon 8060S\nflags\t\t: avx avx2 fma f16c avx512f avx512_vnni avx512_bf16 sme\n",
		"proc/meminfo":                                        "MemTotal:       126000000 kB\nSwapTotal:       8388604 kB\n",
		"sys/devices/system/cpu/online":                       "0-31",
		"sys/class/dmi/id/sys_vendor":                         "Framework\n",
		"sys/class/dmi/id/product_name":                       "Desktop (AMD Ryzen AI Max 300 Series)\n",
		"sys/class/drm/card1/device/vendor":                   "0x1002\n",
		"sys/class/drm/card1/device/device":                   "0x1586\n",
		"sys/class/drm/card1/device/revision":                 "0xc1\n",
		"sys/class/drm/card1/device/uevent":                   "DRIVER=amdgpu\nPCI_SLOT_NAME=0000:c3:00.0\n",
		"sys/class/drm/card1-DP-1/status":                     "connected\n",
		"sys/class/drm/card1/device/mem_info_vram_total":      "4294967296\n",
		"sys/class/drm/card1/device/mem_info_gtt_total":       "103079215104\n",
		"sys/class/drm/card1/device/drm/renderD128/dev":       "226:128\n",
		"sys/class/kfd/kfd/topology/nodes/1/properties":       "cpu_cores_count 0\nsimd_count 80\nsimd_per_cu 2\ngfx_target_version 110501\ndrm_render_minor 128\n",
		"sys/devices/system/cpu/cpu0/topology/core_cpus_list": "0,16\n",
	}
}

func TestStrixHaloSharesItsMemoryWithTheGPU(t *testing.T) {
	files := strixHalo()
	files["run/udev/data/+dmi:id"] = repeat(8, func(i int) string {
		return udevModule(i, 16<<30, "LPDDR5", 32, 8532, 8000, "Other", "DIMM 0", "P0 CHANNEL "+string(rune('A'+i)))
	})
	m := describe(t, linuxRoot("amd64", files))
	near(t, "specified", m.SpecifiedGBps, 256)
	g := onlyGPU(t, m)
	if !g.Shared || g.UsableBytes != 4294967296+103079215104 || g.MemoryBytes != 0 || g.Arch != "gfx1151" || g.Cores != 40 || g.Bus != "0000:c3:00.0" {
		t.Errorf("%+v", g)
	}
	if want := "Ryzen AI Max+ 395 · Radeon 8060S · 128 GiB LPDDR5-8000"; m.Line != want {
		t.Errorf("line %q, want %q", m.Line, want)
	}
	if m.MemoryBusBits != 256 || len(m.MemoryModules) != 8 || m.SpecifiedAtMost {
		t.Errorf("bus %d, modules %d, at most %v", m.MemoryBusBits, len(m.MemoryModules), m.SpecifiedAtMost)
	}
	if strings.Contains(fmt.Sprint(m), "12345678") {
		t.Error("a serial number was read")
	}
	if strings.Contains(strings.Join(m.Features, " "), "SME") {
		t.Error("memory encryption was taken for matrix instructions")
	}
}

func TestStrixHaloWithoutModulesIsFoundInTheTable(t *testing.T) {
	m := describe(t, linuxRoot("amd64", strixHalo()))
	near(t, "specified", m.SpecifiedGBps, 256)
	if m.MemoryType != "LPDDR5X-8000" || !strings.HasPrefix(m.Sources["specified_gbps"], "chip table") {
		t.Errorf("%q from %q", m.MemoryType, m.Sources["specified_gbps"])
	}
}

func TestAMDDriverTellsClockKindAndWidth(t *testing.T) {
	for _, c := range []struct {
		what string
		d    amdDevice
		gbps float64
	}{
		{"Strix Halo", amdDevice{memoryKHz: 1000000, memoryType: 12, busBits: 256}, 256},
		{"RX 9060 XT", amdDevice{memoryKHz: 1258000, memoryType: 9, busBits: 128}, 322},
		{"Raphael", amdDevice{memoryKHz: 3000000, memoryType: 10, busBits: 128}, 96},
		{"Vega 64", amdDevice{memoryKHz: 945000, memoryType: 6, busBits: 2048}, 483.8},
		{"a kind of tomorrow", amdDevice{memoryKHz: 1000000, memoryType: 77, busBits: 256}, 0},
	} {
		if got := c.d.gbps(); got < c.gbps*0.999 || got > c.gbps*1.001 {
			t.Errorf("%s: %g GB/s, want %g", c.what, got, c.gbps)
		}
	}
}

func TestAMDCardBesideABuiltInGPU(t *testing.T) {
	files := map[string]string{
		"proc/cpuinfo":                                   "model name\t: AMD Ryzen 9 7950X 16-Core Processor\n",
		"sys/class/drm/card0/device/vendor":              "0x1002",
		"sys/class/drm/card0/device/device":              "0x7590",
		"sys/class/drm/card0/device/revision":            "0xc0",
		"sys/class/drm/card0/device/uevent":              "DRIVER=amdgpu\nPCI_SLOT_NAME=0000:03:00.0",
		"sys/class/drm/card0/device/mem_info_vram_total": "17095983104",
		"sys/class/drm/card0/device/mem_info_gtt_total":  "16360906752",
		"sys/class/drm/card0/device/drm/renderD128/dev":  "226:128",
		"sys/class/drm/card1/device/vendor":              "0x1002",
		"sys/class/drm/card1/device/device":              "0x164e",
		"sys/class/drm/card1/device/revision":            "0xd8",
		"sys/class/drm/card1/device/uevent":              "DRIVER=amdgpu\nPCI_SLOT_NAME=0000:10:00.0",
		"sys/class/drm/card1/device/mem_info_vram_total": "536870912",
		"sys/class/drm/card1/device/mem_info_gtt_total":  "16360906752",
		"sys/class/drm/card1/device/drm/renderD129/dev":  "226:129",
		"usr/share/libdrm/amdgpu.ids":                    "# list\n1.0.0\n164E,\tD8,\tAMD Radeon 610M\nbroken line\n",
	}
	r := linuxRoot("amd64", files)
	r.DRM = func(render string) (amdDevice, bool) {
		if render == "renderD128" {
			return amdDevice{computeUnits: 32, memoryKHz: 1258000, memoryType: 9, busBits: 128}, true
		}
		return amdDevice{computeUnits: 2, shared: true, memoryKHz: 3000000, memoryType: 10, busBits: 128}, true
	}
	m := describe(t, r)
	if len(m.GPUs) != 2 {
		t.Fatalf("%+v", m.GPUs)
	}
	card, inside := m.GPUs[0], m.GPUs[1]
	if card.Name != "AMD Radeon RX 9060 XT" || card.Shared || card.MemoryBytes != 17095983104 || card.Cores != 32 {
		t.Errorf("card %+v", card)
	}
	near(t, "card", card.SpecifiedGBps, 322)
	if !inside.Shared || inside.Name != "AMD Radeon 610M" {
		t.Errorf("built in %+v", inside)
	}
	near(t, "machine, by the driver of the built-in GPU", m.SpecifiedGBps, 96)
}

func TestAMDCardsByNameAlone(t *testing.T) {
	for _, c := range []struct {
		device, revision string
		vram             int64
		name             string
		gbps             float64
	}{
		{"0x7550", "0xc3", 17095983104, "AMD Radeon RX 9070", 644.6},
		{"0x7550", "0xc0", 17095983104, "AMD Radeon RX 9070 XT", 644.6},
		{"0x744c", "0xcc", 21458059264, "AMD Radeon RX 7900 XT", 800},
		{"0x744c", "0xc8", 25753026560, "AMD Radeon RX 7900 XTX", 960},
		{"0x687f", "0xc1", 8573157376, "AMD GPU 1002:687f", 0},
	} {
		m := describe(t, linuxRoot("amd64", map[string]string{
			"sys/class/drm/card0/device/vendor": "0x1002", "sys/class/drm/card0/device/device": c.device, "sys/class/drm/card0/device/revision": c.revision,
			"sys/class/drm/card0/device/mem_info_vram_total": fmt.Sprint(c.vram), "sys/class/drm/card0/device/mem_info_gtt_total": "8573157376",
			"sys/class/drm/card0/device/mem_info_vram_vendor": "samsung",
		}))
		g := onlyGPU(t, m)
		if g.Name != c.name || g.Shared || g.SpecifiedGBps != c.gbps || g.MemoryBytes != c.vram {
			t.Errorf("%s %s: %+v", c.device, c.revision, g)
		}
	}
}

func TestRembrandtBorrowsMemory(t *testing.T) {
	m := describe(t, linuxRoot("amd64", map[string]string{
		"proc/cpuinfo":                      "model name\t: AMD Ryzen 7 6800U with Radeon Graphics\n",
		"sys/class/drm/card0/device/vendor": "0x1002", "sys/class/drm/card0/device/device": "0x1681", "sys/class/drm/card0/device/revision": "0xc8",
		"sys/class/drm/card0/device/mem_info_vram_total": "536870912", "sys/class/drm/card0/device/mem_info_gtt_total": "15715389440",
	}))
	g := onlyGPU(t, m)
	if !g.Shared || g.Name != "Radeon Graphics" || m.SpecifiedGBps != 0 {
		t.Errorf("%+v, machine %g", g, m.SpecifiedGBps)
	}
}

func TestIntelCardAndBuiltInGPU(t *testing.T) {
	m := describe(t, linuxRoot("amd64", map[string]string{
		"sys/class/drm/card0/device/vendor": "0x8086", "sys/class/drm/card0/device/device": "0xa780", "sys/class/drm/card0/device/uevent": "DRIVER=i915",
		"sys/class/drm/card0/device/resource": "0x6001000000 0x6001ffffff 0x140204\n0x0 0x0 0x0\n0x4000000000 0x400fffffff 0x14220c\n",
		"sys/class/drm/card1/device/vendor":   "0x8086", "sys/class/drm/card1/device/device": "0xe20b", "sys/class/drm/card1/device/uevent": "DRIVER=xe\nPCI_SLOT_NAME=0000:03:00.0",
		"sys/class/drm/card1/device/resource": "0x80000000 0x80ffffff 0x140204\n0x0 0x0 0x0\n0x6000000000 0x62ffffffff 0x14220c\n",
	}))
	if len(m.GPUs) != 2 || !m.GPUs[0].Shared || m.GPUs[1].Shared {
		t.Fatalf("%+v", m.GPUs)
	}
	if card := m.GPUs[1]; card.Name != "Intel Arc B580" || card.MemoryBytes != 12<<30 || card.SpecifiedGBps != 456 {
		t.Errorf("%+v", card)
	}
}

func piCPU(part string, tail string) string {
	return repeat(4, func(i int) string {
		return fmt.Sprintf("processor\t: %d\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd evtstrm crc32 cpuid asimddp\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU part\t: %s\n\n", i, part)
	}) + tail
}

func TestRaspberryPiIsNamedByItsBoard(t *testing.T) {
	for _, c := range []struct {
		part, model, compatible string
		gbps                    float64
		line                    string
	}{
		{"0xd0b", "Raspberry Pi 5 Model B Rev 1.0", "raspberrypi,5-model-b\x00brcm,bcm2712\x00", 17.1, "BCM2712 · 8 GiB LPDDR4X-4267"},
		{"0xd08", "Raspberry Pi 4 Model B Rev 1.5", "raspberrypi,4-model-b\x00brcm,bcm2711\x00", 12.8, "BCM2711 · 8 GiB LPDDR4-3200"},
	} {
		m := describe(t, linuxRoot("arm64", map[string]string{
			"proc/cpuinfo":                piCPU(c.part, "Hardware\t: BCM2835\nRevision\t: d04170\nSerial\t\t: 10000000deadbeef\nModel\t\t: "+c.model+"\n"),
			"proc/device-tree/model":      c.model + "\x00",
			"proc/device-tree/compatible": c.compatible,
			"proc/meminfo":                "MemTotal:        8256704 kB\n",
		}))
		near(t, c.model, m.SpecifiedGBps, c.gbps)
		if m.Board != c.model || m.Line != c.line || m.PhysicalCores != 4 || m.LogicalCores != 4 {
			t.Errorf("%+v", m)
		}
		if strings.Contains(fmt.Sprint(m), "deadbeef") || strings.Contains(fmt.Sprint(m), "BCM2835") {
			t.Error("the serial number or the constant Hardware line was read")
		}
	}
}

func TestJetsonsAreToldApartByTheirModule(t *testing.T) {
	for _, c := range []struct {
		compatible, model string
		gbps              float64
	}{
		{"nvidia,p3737-0000+p3701-0005\x00nvidia,p3701-0005\x00nvidia,tegra234\x00nvidia,tegra23x\x00", "Jetson AGX Orin Developer Kit", 204.8},
		{"nvidia,p3768-0000+p3767-0003\x00nvidia,p3767-0003\x00nvidia,tegra234\x00", "NVIDIA Orin Nano Developer Kit", 68.2},
		{"nvidia,p3768-0000+p3767-0005\x00nvidia,p3767-0005\x00nvidia,tegra234\x00", "NVIDIA Jetson Orin Nano Engineering Reference Developer Kit Super", 102.4},
		{"nvidia,p3768-0000+p3767-0000\x00nvidia,tegra234\x00", "NVIDIA Jetson Orin NX", 102.4},
		{"nvidia,p9999-0000\x00nvidia,tegra234\x00", "a carrier of tomorrow", 0},
	} {
		r := linuxRoot("arm64", map[string]string{
			"proc/device-tree/compatible": c.compatible, "proc/device-tree/model": c.model + "\x00",
			"proc/meminfo":         "MemTotal:       64308224 kB\n",
			"etc/nv_tegra_release": "# R35 (release), REVISION: 3.1, GCID: 32827747, BOARD: t186ref, EABI: aarch64, DATE: Sun Mar 19 15:19:21 UTC 2023\n",
		})
		r.Run = says(map[string]string{"nvidia-smi --query-gpu=index,name,pci.bus_id,driver_version,memory.total,compute_cap,addressing_mode": "0, Orin (nvgpu), [N/A], N/A, [N/A], 8.7, [N/A], [N/A], [N/A], [N/A]\n"})
		m := describe(t, r)
		if m.SpecifiedGBps != c.gbps {
			t.Errorf("%s: %g GB/s, want %g", c.model, m.SpecifiedGBps, c.gbps)
		}
		if g := onlyGPU(t, m); !g.Shared || g.Driver != "L4T 35.3.1" || g.MemoryBytes != 0 {
			t.Errorf("%+v", g)
		}
	}
}

func TestAppleUnderLinux(t *testing.T) {
	m := describe(t, linuxRoot("arm64", map[string]string{
		"proc/device-tree/compatible": "apple,j314s\x00apple,t6000\x00apple,arm-platform\x00", "proc/device-tree/model": "Apple MacBook Pro (14-inch, M1 Pro, 2021)\x00",
		"proc/cpuinfo": "processor\t: 0\nCPU implementer\t: 0x61\nCPU part\t: 0x024\n\nprocessor\t: 1\nCPU implementer\t: 0x61\nCPU part\t: 0x025\n",
		"proc/meminfo": "MemTotal:       16000000 kB\n",
		"sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq": "2064000", "sys/devices/system/cpu/cpu1/cpufreq/cpuinfo_max_freq": "3228000",
	}))
	near(t, "M1 Pro", m.SpecifiedGBps, 204.8)
	if len(m.CoreKinds) != 2 || m.CoreKinds[0].Name != "Firestorm" || m.CoreKinds[0].MHz != 3228 {
		t.Errorf("%+v", m.CoreKinds)
	}
	if g := onlyGPU(t, m); !g.Shared || g.Name != "Apple M1 Pro" {
		t.Errorf("%+v", g)
	}
}

func TestRISCVIsNamedWithItsVectors(t *testing.T) {
	m := describe(t, linuxRoot("riscv64", map[string]string{
		"proc/cpuinfo": "processor\t: 0\nhart\t\t: 0\nisa\t\t: rv64imafdcv_zicbom_zfh_zvfh_sscofpmf\nmmu\t\t: sv39\nuarch\t\t: spacemit,x60\n\nprocessor\t: 1\nisa\t\t: rv64imafdcv\n",
	}))
	if m.CPU != "spacemit,x60" || strings.Join(m.Features, " ") != "RVV Zfh Zvfh" || m.LogicalCores != 2 || m.SpecifiedGBps != 0 {
		t.Errorf("%+v", m)
	}
	if old := riscvFeatures("rv64imafdc"); len(old) != 0 {
		t.Errorf("a core without vectors has %v", old)
	}
}

func TestIntelHybridCores(t *testing.T) {
	files := map[string]string{"proc/cpuinfo": "model name\t: Intel(R) Core(TM) i9-13900K\n", "sys/devices/system/cpu/online": "0-31", "sys/devices/cpu_core/cpus": "0-15", "sys/devices/cpu_atom/cpus": "16-31"}
	for i := range 32 {
		list := fmt.Sprint(i)
		if i < 16 {
			list = fmt.Sprintf("%d-%d", i/2*2, i/2*2+1)
		}
		files[fmt.Sprintf("sys/devices/system/cpu/cpu%d/topology/core_cpus_list", i)] = list
	}
	m := describe(t, linuxRoot("amd64", files))
	if m.PhysicalCores != 24 || m.LogicalCores != 32 || len(m.CoreKinds) != 2 || m.CoreKinds[0].Cores != 8 || m.CoreKinds[1].Cores != 16 {
		t.Errorf("%d/%d %+v", m.PhysicalCores, m.LogicalCores, m.CoreKinds)
	}
}
