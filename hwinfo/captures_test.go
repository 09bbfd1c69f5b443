package hwinfo

import (
	"fmt"
	"maps"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"dragstrip/bench"
)

// Machines that people have described in public. Each is tested with text of
// our own in the same form. Figures and names are facts of those machines; the
// sources are in brackets.
//
//	apple-m1, -m2-max, -m2-ultra, -m3-pro, -m3-ultra,       TestAppleChipsAreToldApartByTheirGPUCores and
//	-m4, -m4-max, -m5-max; -m4-pro [archspec 201];           TestAppleMachinesSeenInPublic
//	-m2-pro-macos27, -silicon-24gb [openuem-agent 55]
//	apple-m5-max sysctl, AppleARMPE [exelban/stats 3047]     TestAppleM5MaxHasSuperCoresAndNoEfficiencyCores
//	apple-virtual-mac [cnquery]                              TestAppleVirtualMacHasNoBandwidthOfItsHost
//	apple-intel                                              TestAppleIntelMacNamesNoGPU
//	apple-macmon [beszel]                                    TestMacmonInBothItsForms
//	apple-m2-pro-mac14-10, powermetrics                      not read: root only. Same facts from macmon
//	ioreg PerformanceStatistics (m3-pro, m4, m5-max)         not read: a program for each reading. From macmon
//	strix-halo dmidecode, sysfs [CoreFreq 561]               TestStrixHaloSharesItsMemoryWithTheGPU
//	strix-halo, rx9060xt+raphael amdgpu_top                  its origin, the driver's answer: TestAMDDriverTellsClockKindAndWidth,
//	                                                         TestAMDCardBesideABuiltInGPU
//	amd-rembrandt-680m, amd-680m-plus-7900xt rocm-smi        its origin, sysfs: TestRembrandtBorrowsMemory,
//	                                                         TestAMDLaptopAndCardTellTheirPowerInTwoWays
//	nvidia-plus-amd-laptop nvtop [beszel]                    its origins: TestNVIDIALaptopWithABuiltInRadeon
//	procfs-vega-xeon [prometheus/procfs]                     TestRackServerWithAVega
//	ryzen-7950x [CoreFreq 378], club3090 [club-3090 1130],   TestModulesGiveWidthByChannelAndConfiguredSpeed
//	windows-ddr3-laptop [systeminformation 958]
//	raptor-lake-hackintosh [acidanthera 2366]                TestModuleOfARaptorLakeDump
//	raspberry-pi-4, -5                                       TestRaspberryPiIsNamedByItsBoard
//	jetson-agx-orin, -orin-nano, -orin nvidia-smi            TestJetsonsAreToldApartByTheirModule
//	jetson tegrastats [jetson_exporter 14, beszel]           its origin, sysfs: TestJetsonReadingsAreThoseOfTegrastats
//	dgx-spark [unsloth 10703, nvitop 208]                    TestNVIDIASparkSharesTheMachinesMemory, TestNVIDIASparkReadings
//	nvidia/ (ten captures) [nvidia_gpu_exporter]             TestNVIDIACardsIdleAndUnderLoad
//	llmfit windows-registry-vram, -win32-video-controller    TestWindowsAdaptersOfTheRegistry
//	llmfit mixed-rocm                                        its origin, sysfs: TestAMDCardsByNameAlone
//	llmfit mixed-vulkan, llama-list-devices [ollama]         the engine's own list: runner/llama

func TestAppleMachinesSeenInPublic(t *testing.T) {
	const eightAndFour = "hw.ncpu: 12\nhw.memsize: 25769803776\nhw.perflevel0.physicalcpu: 8\nhw.perflevel0.logicalcpu: 8\nhw.perflevel0.l2cachesize: 16777216\nhw.perflevel0.cpusperl2: 4\nhw.perflevel0.name: Performance\n" +
		"hw.perflevel1.physicalcpu: 4\nhw.perflevel1.logicalcpu: 4\nhw.perflevel1.l2cachesize: 4194304\nhw.perflevel1.cpusperl2: 4\nhw.perflevel1.name: Efficiency\n"
	for _, c := range []struct {
		what, sysctl string
		answers      map[string]string
		line         string
		gbps         float64
		kinds        string
	}{
		{
			"an M4 Pro of 24 GB", "machdep.cpu.brand_string: Apple M4 Pro\n" + eightAndFour,
			map[string]string{"ioreg": ioreg("Apple M4 Pro", 16)},
			"Apple M4 Pro · 16-core GPU · 24 GiB LPDDR5X-8533", 273.1, "8 Performance, 4 Efficiency",
		},
		// Newer firmware lists 12 cores as 12:0:8:4, so we do not rely on the order.
		{
			"an M2 Pro under macOS 27", "machdep.cpu.brand_string: Apple M2 Pro\n" + strings.Replace(eightAndFour, "25769803776", "17179869184", 1),
			map[string]string{
				"system_profiler SPDisplaysDataType": `{"SPDisplaysDataType":[{"_name":"Apple M2 Pro","spdisplays_vendor":"sppci_vendor_Apple","sppci_bus":"spdisplays_builtin","sppci_cores":"19"}],"SPHardwareDataType":[{"number_processors":"proc 12:0:8:4"}]}`,
			},
			"Apple M2 Pro · 19-core GPU · 16 GiB LPDDR5-6400", 204.8, "8 Performance, 4 Efficiency",
		},
		{
			"an M4 Max whose GPU says nothing", "machdep.cpu.brand_string: Apple M4 Max\nhw.memsize: 51539607552",
			map[string]string{
				"system_profiler": `{"SPHardwareDataType":[{"chip_type":"Apple M4 Max","number_processors":"proc 16:12:4"}]}`,
			},
			"Apple M4 Max · 48 GiB", 0, "",
		},
		{
			"an M3 Ultra of 512 GB", "machdep.cpu.brand_string: Apple M3 Ultra\nhw.memsize: 549755813888\niogpu.wired_limit_mb: 0",
			map[string]string{"ioreg": ioreg("Apple M3 Ultra", 80)},
			"Apple M3 Ultra · 80-core GPU · 512 GiB LPDDR5-6400", 819.2, "",
		},
		{
			"an M2 Ultra of 64 GB", "machdep.cpu.brand_string: Apple M2 Ultra\nhw.memsize: 68719476736\nhw.ncpu: 24",
			map[string]string{"ioreg": ioreg("Apple M2 Ultra", 60)},
			"Apple M2 Ultra · 60-core GPU · 64 GiB LPDDR5-6400", 819.2, "",
		},
		{
			"an M1 of seven cores", "machdep.cpu.brand_string: Apple M1\nhw.memsize: 17179869184",
			map[string]string{
				"system_profiler SPDisplaysDataType": `{"SPDisplaysDataType": [{"sppci_model": "Apple M1", "sppci_cores": "7", "spdisplays_vendor": "sppci_vendor_Apple"}]}`,
			},
			"Apple M1 · 7-core GPU · 16 GiB LPDDR4X-4266", 68.3, "",
		},
	} {
		t.Run(c.what, func(t *testing.T) {
			m := describe(t, Root{OS: "darwin", Arch: "arm64", Sysctl: sysctls(c.sysctl), Run: says(c.answers)})
			var kinds []string
			for _, k := range m.CoreKinds {
				kinds = append(kinds, fmt.Sprint(k.Cores, " ", k.Name))
			}
			if m.Line != c.line || strings.Join(kinds, ", ") != c.kinds {
				t.Errorf("line %q, cores %v", m.Line, kinds)
			}
			if c.gbps == 0 && m.SpecifiedGBps != 0 {
				t.Errorf("%g GB/s were guessed", m.SpecifiedGBps)
			} else if c.gbps > 0 {
				near(t, "specified", m.SpecifiedGBps, c.gbps)
			}
		})
	}
}

// power1_input of a built-in GPU is what rocm-smi calls "Current Socket
// Graphics Package Power". power1_average of a card is its "Average Graphics
// Package Power".
func TestAMDLaptopAndCardTellTheirPowerInTwoWays(t *testing.T) {
	const inside, card = "sys/class/drm/card0/device/", "sys/class/drm/card1/device/"
	files := map[string]string{
		"proc/cpuinfo":    "model name\t: AMD Ryzen 7 6800H with Radeon Graphics\n",
		inside + "vendor": "0x1002", inside + "device": "0x1681", inside + "revision": "0xc8", inside + "mem_info_vram_total": "536870912", inside + "mem_info_gtt_total": "15715389440",
		inside + "mem_info_vram_used": "482263040", inside + "mem_info_gtt_used": "0", inside + "gpu_busy_percent": "0",
		inside + "hwmon/hwmon4/power1_input": "9215000", inside + "hwmon/hwmon4/temp1_input": "47000",
		card + "vendor": "0x1002", card + "device": "0x744c", card + "revision": "0xc8", card + "mem_info_vram_total": "25753026560", card + "mem_info_gtt_total": "15715389440",
		card + "mem_info_vram_vendor": "hynix", card + "mem_info_vram_used": "794341376", card + "mem_info_gtt_used": "0", card + "gpu_busy_percent": "20",
		card + "hwmon/hwmon5/power1_average": "19000000", card + "hwmon/hwmon5/temp1_input": "49000", card + "hwmon/hwmon5/temp2_input": "50000", card + "hwmon/hwmon5/temp3_input": "62000",
	}
	m := describe(t, linuxRoot("amd64", files))
	if len(m.GPUs) != 2 || !m.GPUs[0].Shared || m.GPUs[1].Shared || m.GPUs[1].Name != "AMD Radeon RX 7900 XTX" || m.GPUs[1].MemoryBytes != 25753026560 {
		t.Fatalf("%+v", m.GPUs)
	}
	near(t, "card", m.GPUs[1].SpecifiedGBps, 960)
	if m.SpecifiedGBps != 0 || m.GPUs[0].SpecifiedGBps != 0 {
		t.Error("the laptop's memory is not known, and the card's is not the laptop's")
	}
	r := NewSampler(t.Context(), linuxRoot("amd64", files)).Read()
	about(t, "W of both", r.GPUWatts, 28.215)
	about(t, "the busier", r.GPUBusy, 0.2)
	about(t, "the hotter, at its junction", r.GPUCelsius, 50)
	if *r.GPUBytes != 482263040+794341376 {
		t.Errorf("%d bytes", *r.GPUBytes)
	}
}

func TestNVIDIALaptopWithABuiltInRadeon(t *testing.T) {
	const inside = "sys/class/drm/card1/device/"
	r := linuxRoot("amd64", map[string]string{
		"proc/cpuinfo": "model name\t: AMD Ryzen 7 6800H with Radeon Graphics\n", "proc/meminfo": "MemTotal: 32200000 kB\n",
		"sys/class/drm/card0/device/vendor": "0x10de", "sys/class/drm/card0/device/device": "0x25a0", "sys/class/drm/card0/device/uevent": "DRIVER=nvidia\nPCI_SLOT_NAME=0000:01:00.0",
		inside + "vendor": "0x1002", inside + "device": "0x1681", inside + "revision": "0xc8", inside + "mem_info_vram_total": "536870912", inside + "mem_info_gtt_total": "16392302592",
		inside + "uevent": "DRIVER=amdgpu\nPCI_SLOT_NAME=0000:06:00.0", "usr/share/libdrm/amdgpu.ids": "1681,\tC8,\tAMD Radeon 680M\n",
	})
	r.Run = says(map[string]string{"nvidia-smi --query-gpu=index,name,pci.bus_id": "0, NVIDIA GeForce RTX 3050 Ti Laptop GPU, 00000000:01:00.0, 580.1, 4096, 8.6, None, [N/A], 6001, [N/A]\n"})
	m := describe(t, r)
	if len(m.GPUs) != 2 || m.GPUs[0].Shared || !m.GPUs[1].Shared || m.GPUs[1].Name != "AMD Radeon 680M" || m.GPUs[1].UsableBytes != 16929173504 {
		t.Fatalf("%+v", m.GPUs)
	}
	near(t, "laptop card, by its clock", m.GPUs[0].SpecifiedGBps, 192)
	if want := "Ryzen 7 6800H · GeForce RTX 3050 Ti Laptop GPU 4 GiB · Radeon 680M · 32 GiB"; m.Line != want {
		t.Errorf("line %q, want %q", m.Line, want)
	}
}

func TestRackServerWithAVega(t *testing.T) {
	const card, rapl = "sys/class/drm/card0/device/", "sys/class/powercap/"
	files := map[string]string{
		"sys/class/dmi/id/sys_vendor": "Dell Inc.\n", "sys/class/dmi/id/product_name": "PowerEdge R6515\n", "sys/class/dmi/id/board_name": "07PXPY\n",
		card + "vendor": "0x1002\n", card + "device": "0x687f\n", card + "revision": "0xc1\n", card + "uevent": "DRIVER=amdgpu\nPCI_ID=1002:687F\nPCI_SLOT_NAME=0000:09:00.0\n", card + "product_name": "\n",
		card + "mem_info_vram_total": "8573157376\n", card + "mem_info_gtt_total": "8573157376\n", card + "mem_info_vram_used": "1490378752\n", card + "mem_info_gtt_used": "144560128\n",
		card + "mem_info_vram_vendor": "samsung\n", card + "gpu_busy_percent": "4\n", card + "pp_dpm_mclk": "0: 167Mhz *\n1: 500Mhz \n2: 800Mhz \n3: 945Mhz \n", card + "pp_dpm_sclk": "0: 852Mhz *\n7: 1630Mhz \n",
		card + "drm/renderD128/dev": "226:128", "usr/share/libdrm/amdgpu.ids": "687F,\tC1,\tAMD Radeon RX Vega\n",
		"sys/class/thermal/thermal_zone0/type": "bcm2835_thermal\n", "sys/class/thermal/thermal_zone0/temp": "49925\n",
		"sys/class/thermal/thermal_zone1/type": "acpitz\n", "sys/class/thermal/thermal_zone1/temp": "-44000\n",
		rapl + "intel-rapl:0/name": "package-0\n", rapl + "intel-rapl:0/energy_uj": "240422366267\n", rapl + "intel-rapl:0/max_energy_range_uj": "262143328850\n",
		rapl + "intel-rapl:0:0/name": "core\n", rapl + "intel-rapl:0:0/energy_uj": "118821284256\n",
		rapl + "intel-rapl:a/name": "package-10\n", rapl + "intel-rapl:a/energy_uj": "240422366267\n", rapl + "intel-rapl:a/max_energy_range_uj": "262143328850\n",
	}
	r := linuxRoot("amd64", files)
	r.DRM = func(string) (amdDevice, bool) {
		return amdDevice{computeUnits: 64, memoryKHz: 945000, memoryType: 6, busBits: 2048}, true
	}
	m := describe(t, r)
	g := onlyGPU(t, m)
	if m.Board != "Dell Inc. PowerEdge R6515" || g.Name != "AMD Radeon RX Vega" || g.Shared || g.MemoryBytes != 8573157376 || g.Cores != 64 || g.Bus != "0000:09:00.0" {
		t.Errorf("board %q, %+v", m.Board, g)
	}
	near(t, "card, by the driver's clock and width", g.SpecifiedGBps, 483.8)
	if m.SpecifiedGBps != 0 {
		t.Errorf("the card's memory is not the server's: %g GB/s", m.SpecifiedGBps)
	}
	s := NewSampler(t.Context(), r)
	got := s.Read()
	about(t, "busy", got.GPUBusy, 0.04)
	about(t, "MHz", got.GPUMHz, 852)
	about(t, "memory MHz", got.GPUMemoryMHz, 167)
	about(t, "°C", got.Celsius, 49.925)
	if *got.GPUBytes != 1490378752+144560128 || !strings.Contains(strings.Join(s.Sensors(), " "), "intel-rapl:0/energy_uj") {
		t.Errorf("%d bytes, sensors %q", *got.GPUBytes, s.Sensors())
	}
}

// tegra is a Jetson's sysfs: rails of one power monitor as volts and
// amperes, thermal zones, and the GPU's load and clock.
func tegra(rails, zones map[string]int, load, hertz string) map[string]string {
	files := map[string]string{
		"sys/class/devfreq/17000000.gpu/device/of_node/name": "gpu\x00", "sys/class/devfreq/17000000.gpu/device/load": load, "sys/class/devfreq/17000000.gpu/cur_freq": hertz,
		"sys/class/devfreq/15340000.vic/device/of_node/name": "vic\x00", "sys/class/devfreq/15340000.vic/device/load": "999",
		"sys/class/hwmon/hwmon1/name": "ina3221",
	}
	n := 0
	for name, milliwatts := range rails {
		n++
		dir := "sys/class/hwmon/hwmon1/"
		maps.Copy(files, map[string]string{dir + "in" + strconv.Itoa(n) + "_label": name + "\n", dir + "in" + strconv.Itoa(n) + "_input": "5000\n", dir + "curr" + strconv.Itoa(n) + "_input": strconv.Itoa(milliwatts / 5)})
	}
	for name, millidegrees := range zones {
		n++
		dir := "sys/class/thermal/thermal_zone" + strconv.Itoa(n) + "/"
		files[dir+"type"], files[dir+"temp"] = name+"\n", strconv.Itoa(millidegrees)
	}
	return files
}

func TestJetsonReadingsAreThoseOfTegrastats(t *testing.T) {
	nano := NewSampler(t.Context(), linuxRoot("arm64", tegra(map[string]int{"VDD_IN": 12479, "VDD_CPU_GPU_CV": 4667, "VDD_SOC": 2817},
		map[string]int{"tj-thermal": 53968, "gpu-thermal": 53343, "soc0-thermal": 50750}, "630\n", "621000000\n"))).Read()
	about(t, "Orin Nano GPU", nano.GPUBusy, 0.63)
	about(t, "Orin Nano MHz", nano.GPUMHz, 621)
	about(t, "Orin Nano GPU °C", nano.GPUCelsius, 53.343)
	about(t, "Orin Nano °C", nano.Celsius, 53.968)
	if nano.Watts == nil || *nano.Watts < 12.47 || *nano.Watts > 12.48 {
		t.Errorf("Orin Nano %v W, want 12.479", nano.Watts)
	}
	// An AGX Orin has no rail with the sum. Three of its rails are inputs and
	// feed the others. Here the GPU is switched off and reports -256 °C.
	agx := NewSampler(t.Context(), linuxRoot("arm64", tegra(map[string]int{"VDD_GPU_SOC": 2340, "VDD_CPU_CV": 390, "VIN_SYS_5V0": 4025, "VDDQ_VDD2_1V8AO": 301},
		map[string]int{"tj-thermal": 44343, "gpu-thermal": -256000}, "0\n", "0\n"))).Read()
	about(t, "AGX Orin W", agx.Watts, 6.755)
	about(t, "AGX Orin °C", agx.Celsius, 44.343)
	about(t, "AGX Orin GPU", agx.GPUBusy, 0)
	if agx.GPUCelsius != nil || agx.GPUMHz != nil {
		t.Errorf("made up: %v °C, %v MHz", agx.GPUCelsius, agx.GPUMHz)
	}
}

// streamed is the reading after one line of nvidia-smi.
func streamed(t *testing.T, line string) bench.Reading {
	t.Helper()
	asked := make(chan string, len(streamFields))
	r := linuxRoot("amd64", nil)
	r.Stream = talk(map[string][]string{"nvidia-smi --query-gpu=" + streamFields[0]: {line}}, asked)
	s := NewSampler(t.Context(), r)
	<-asked
	return s.Read()
}

func TestNVIDIACardsIdleAndUnderLoad(t *testing.T) {
	for _, c := range []struct {
		card       string
		gbps       float64
		slice      bool
		idle, load string
		busy, watt float64 // under load; a busy of -1 means that the load is unknown
	}{
		{"0, NVIDIA GeForce RTX 2080 SUPER, 00000000:0C:00.0, 595.71.05, 8192, 7.5, HMM, 250.00, 7751, [N/A]", 496.1, false, "0, 0, 214, 40, 39.32, 765, 810, 0x0000000000000004", "0, 8, 819, 45, 111.50, 2055, 7500, 0x0000000000000000", 0.08, 111.5},
		{"0, NVIDIA GeForce RTX 2080 SUPER, 00000000:0C:00.0, 610.57.04, 8192, 7.5, HMM, 250.00, 7751, [N/A]", 496.1, false, "0, 0, 211, 33, 39.17, 765, 810, 0x0000000000000001", "0, 8, 815, 38, 98.14, 2070, 7500, 0x0000000000000000", 0.08, 98.14},
		{"0, NVIDIA GeForce RTX 2080 SUPER, 00000000:0C:00.0, 591.86, 8192, 7.5, [N/A], 250.00, 7751, [N/A]", 496.1, false, "0, 0, 702, 40, 38.92, 300, 405, 0x0000000000000001", "0, 7, 1296, 45, 97.43, 2055, 7500, 0x0000000000000001", 0.07, 97.43},
		{"0, NVIDIA GeForce RTX 2080 SUPER, 00000000:0C:00.0, 610.62, 8192, 7.5, [N/A], 250.00, 7751, [N/A]", 496.1, false, "0, 0, 797, 40, 39.25, 300, 405, 0x0000000000000001", "0, 7, 1366, 44, 97.99, 2040, 7500, 0x0000000000000000", 0.07, 97.99},
		{"0, NVIDIA GeForce RTX 4080 SUPER, 00000000:01:00.0, 595.71.05, 16376, 8.9, HMM, 320.00, 11501, [N/A]", 736.1, false, "0, 0, 596, 43, 26.20, 210, 405, 0x0000000000000001", "0, 7, 1474, 46, 84.24, 2805, 11251, 0x0000000000000000", 0.07, 84.24},
		{"0, NVIDIA L40S, 00000000:01:00.0, 595.80, 46068, 8.9, HMM, 350.00, 9001, [N/A]", 864.1, false, "0, 100, 0, 63, 144.97, 2520, 9001, 0x0000000000000000", "0, 9, 1235, 54, 110.23, 2520, 9001, 0x0000000000000000", 0.09, 110.23},
		{"0, NVIDIA H100 80GB HBM3, 00000000:00:09.0, 590.48.01, 81559, 9.0, None, 700.00, 2619, Disabled", 3352.3, false, "0, 0, 0, 41, 69.85, 345, 2619, 0x0000000000000001", "0, 100, 19818, 59, 631.95, 1980, 2619, 0x0000000000000000", 1, 631.95},
		{"0, NVIDIA H200, 00000000:83:00.0, 590.48.01, 143771, 9.0, None, 700.00, 3201, Disabled", 4916.7, false, "0, 0, 0, 28, 77.71, 345, 3201, 0x0000000000000001", "0, 100, 32362, 52, 627.40, 1980, 3201, 0x0000000000000000", 1, 627.4},
		// A card that is split into slices reports no load, and the power of the
		// whole card.
		{"0, NVIDIA H100 80GB HBM3, 00000000:00:09.0, 590.48.01, 81559, 9.0, None, 700.00, 2619, Enabled", 0, true, "0, [N/A], 59, 42, 71.15, 345, 2619, 0x0000000000000001", "0, [N/A], 11125, 53, 433.78, 1980, 2619, 0x0000000000000000", -1, 433.78},
		{"0, NVIDIA H200, 00000000:83:00.0, 590.48.01, 143771, 9.0, None, 700.00, 3201, Enabled", 0, true, "0, [N/A], 55, 28, 78.28, 345, 3201, 0x0000000000000001", "0, [N/A], 16959, 36, 295.01, 1980, 3201, 0x0000000000000000", -1, 295.01},
	} {
		t.Run(strings.Join(strings.Split(c.card, ", ")[1:4], " "), func(t *testing.T) {
			g := onlyGPU(t, describe(t, smi(c.card)))
			if g.Slice != c.slice || (g.SpecifiedGBps == 0) != c.slice {
				t.Errorf("%+v", g)
			}
			if c.gbps > 0 {
				near(t, "specified", g.SpecifiedGBps, c.gbps)
			}
			idle, load := streamed(t, c.idle), streamed(t, c.load)
			about(t, "W", load.GPUWatts, c.watt)
			if c.busy < 0 {
				if load.GPUBusy != nil || idle.GPUBusy != nil {
					t.Errorf("a load was made up: %v", *load.GPUBusy)
				}
			} else {
				about(t, "busy", load.GPUBusy, c.busy)
			}
			if idle.GPUMHz == nil || idle.GPUCelsius == nil || idle.GPUBytes == nil || *idle.GPUBytes > *load.GPUBytes {
				t.Errorf("idle %+v", idle)
			}
			// Being idle is no reason for throttling.
			if len(load.Throttled) != 0 || strings.HasSuffix(c.idle, "1") && len(idle.Throttled) != 0 {
				t.Errorf("throttled: idle %q, load %q", idle.Throttled, load.Throttled)
			}
		})
	}
}

func TestNVIDIASparkReadings(t *testing.T) {
	r := streamed(t, "0, 0, [N/A], 35, 11.17, 208, [N/A], 0x0000000000000001")
	about(t, "W", r.GPUWatts, 11.17)
	about(t, "°C", r.GPUCelsius, 35)
	if r.GPUBytes != nil || r.GPUMemoryMHz != nil {
		t.Errorf("made up: %v bytes, %v MHz", r.GPUBytes, r.GPUMemoryMHz)
	}
}

// WMI's AdapterRAM ends just below 4 GiB. The registry has the whole number,
// but some drivers write nonsense there.
func TestWindowsAdaptersOfTheRegistry(t *testing.T) {
	adapters := []struct{ name, bytes string }{
		{"NVIDIA GeForce RTX 4070", "12884901888"},
		{"AMD Radeon 780M Graphics", "2147483648"},
		{"AMD Radeon AI PRO R9700", "34208743424"},
		{"AMD Radeon PRO V710", "30064771072"},
		{"Malformed Adapter", "not-a-number"},
		{"Zero Adapter", "0"},
		{"", "1073741824"},
		{"Missing Number", ""},
		{"Negative Adapter", "-4096"},
	}
	values, keys := map[string]string{}, []string{}
	for i, a := range adapters {
		key := fmt.Sprintf(`%s\%04d`, winDisplay, i)
		keys = append(keys, fmt.Sprintf("%04d", i))
		values[key+"|DriverDesc"], values[key+"|HardwareInformation.qwMemorySize"] = a.name, a.bytes
	}
	m := describe(t, Root{
		OS: "windows", Arch: "amd64", Subkeys: func(string) []string { return keys },
		Registry: func(key, name string) (string, error) {
			if v := values[key+"|"+name]; v != "" {
				return v, nil
			}
			return "", exec.ErrNotFound
		},
	})
	want := []struct {
		name   string
		bytes  int64
		shared bool
		gbps   float64
	}{
		{"NVIDIA GeForce RTX 4070", 12884901888, false, 0}, // sold with two kinds of memory, and only a clock would tell which one it is
		{"AMD Radeon 780M Graphics", 2147483648, true, 0},
		{"AMD Radeon AI PRO R9700", 34208743424, false, 644.6},
		{"AMD Radeon PRO V710", 30064771072, false, 0},
		{"Malformed Adapter", 0, false, 0},
		{"Zero Adapter", 0, false, 0},
		{"Missing Number", 0, false, 0},
		{"Negative Adapter", 0, false, 0},
	}
	if len(m.GPUs) != len(want) {
		t.Fatalf("%d adapters, want %d: %+v", len(m.GPUs), len(want), m.GPUs)
	}
	for i, w := range want {
		g := m.GPUs[i]
		if g.Name != w.name || g.MemoryBytes != w.bytes || g.Shared != w.shared || g.SpecifiedGBps != w.gbps {
			t.Errorf("%+v, want %+v", g, w)
		}
	}
}
