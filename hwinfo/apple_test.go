package hwinfo

import (
	"fmt"
	"testing"
)

func ioreg(model string, cores int) string {
	return fmt.Sprintf("+-o AGXAcceleratorG1  <class AGXAcceleratorG1>\n    {\n      \"model\" = %q\n      \"gpu-core-count\" = %d\n"+
		"      \"PerformanceStatistics\" = {\"In use system memory (driver)\"=0,\"Device Utilization %%\"=27,\"In use system memory\"=1014890496}\n    }\n", model, cores)
}

func TestAppleChipsAreToldApartByTheirGPUCores(t *testing.T) {
	for _, c := range []struct {
		chip  string
		cores int
		gbps  float64
	}{
		{"Apple M1", 7, 68.3},
		{"Apple M2 Max", 30, 409.6},
		{"Apple M2 Pro", 19, 204.8},
		{"Apple M2 Ultra", 76, 819.2},
		{"Apple M1 Ultra", 48, 819.2},
		{"Apple M3 Pro", 14, 153.6},
		{"Apple M3 Max", 30, 307.2},
		{"Apple M3 Max", 40, 409.6},
		{"Apple M3 Ultra", 80, 819.2},
		{"Apple M4", 10, 120},
		{"Apple M4 Pro", 16, 273.1},
		{"Apple M4 Max", 32, 409.6},
		{"Apple M4 Max", 40, 546.1},
		{"Apple M5 Max", 32, 460.8},
		{"Apple M5 Max", 40, 614.4},
	} {
		t.Run(fmt.Sprint(c.chip, " ", c.cores), func(t *testing.T) {
			m := describe(t, Root{
				OS: "darwin", Arch: "arm64",
				Sysctl: sysctls("machdep.cpu.brand_string: " + c.chip + "\nhw.memsize: 68719476736"),
				Run:    says(map[string]string{"ioreg -rc AGXAccelerator": ioreg(c.chip, c.cores)}),
			})
			near(t, "specified", m.SpecifiedGBps, c.gbps)
			g := onlyGPU(t, m)
			if g.Cores != c.cores || !g.Shared || g.SpecifiedGBps != m.SpecifiedGBps {
				t.Errorf("GPU %+v", g)
			}
			if m.Sources["specified_gbps"] == "" {
				t.Error("the bandwidth does not say where it is from")
			}
		})
	}
}

func TestAppleWithoutGPUCoresIsGivenABandwidthOnlyWhereAllBinsAgree(t *testing.T) {
	for chip, want := range map[string]float64{"Apple M2 Max": 409.6, "Apple M4 Max": 0, "Apple M3 Max": 0, "Apple M5 Max": 0, "Apple M99": 0} {
		m := describe(t, Root{OS: "darwin", Sysctl: sysctls("machdep.cpu.brand_string: " + chip)})
		if m.SpecifiedGBps != want {
			t.Errorf("%s: %g GB/s, want %g", chip, m.SpecifiedGBps, want)
		}
	}
}

func TestAppleVirtualMacHasNoBandwidthOfItsHost(t *testing.T) {
	m := describe(t, Root{
		OS: "darwin", Arch: "arm64",
		Sysctl: sysctls("machdep.cpu.brand_string: Apple M4 Max (Virtual)\nkern.hv_vmm_present: 1\nhw.model: VirtualMac2,1\nhw.memsize: 4294967296\nhw.ncpu: 2"),
		Run:    says(map[string]string{"system_profiler SPHardwareDataType": `{"SPHardwareDataType":[{"chip_type":"Apple M4 Max (Virtual)","number_processors":2}]}`}),
	})
	if m.SpecifiedGBps != 0 || len(m.GPUs) != 0 || m.Hypervisor == "" || m.LogicalCores != 2 {
		t.Errorf("%+v", m)
	}
}

func TestAppleM5MaxHasSuperCoresAndNoEfficiencyCores(t *testing.T) {
	m := describe(t, Root{
		OS: "darwin", Arch: "arm64", Sysctl: sysctls(`machdep.cpu.brand_string: Apple M5 Max
		hw.memsize: 137438953472
		hw.perflevel0.physicalcpu: 6
		hw.perflevel0.logicalcpu: 6
		hw.perflevel0.l2cachesize: 16777216
		hw.perflevel0.cpusperl2: 6
		hw.perflevel0.name: Super
		hw.perflevel1.physicalcpu: 12
		hw.perflevel1.logicalcpu: 12
		hw.perflevel1.l2cachesize: 8388608
		hw.perflevel1.cpusperl2: 6
		hw.perflevel1.name: Performance`),
		Run: says(map[string]string{"ioreg": ioreg("Apple M5 Max", 40)}),
	})
	if len(m.CoreKinds) != 2 || m.CoreKinds[0].Name != "Super" || m.CoreKinds[0].Cores != 6 || m.CoreKinds[1].Cores != 12 || m.PhysicalCores != 18 {
		t.Errorf("cores %+v, %d", m.CoreKinds, m.PhysicalCores)
	}
	if len(m.Caches) != 1 || m.Caches[0].Bytes != 32<<20 || m.Caches[0].Count != 3 {
		t.Errorf("caches %+v", m.Caches)
	}
	if want := "Apple M5 Max · 40-core GPU · 128 GiB LPDDR5X-9600"; m.Line != want {
		t.Errorf("line %q, want %q", m.Line, want)
	}
}

func TestAppleGPUCoresFromSystemProfilerWhereIoregIsSilent(t *testing.T) {
	m := describe(t, Root{
		OS: "darwin", Sysctl: sysctls("machdep.cpu.brand_string: Apple M2 Max\niogpu.wired_limit_mb: 24000"),
		Run: says(map[string]string{"system_profiler SPDisplaysDataType": `{"SPDisplaysDataType":[{"_name":"Apple M2 Max","spdisplays_vendor":"sppci_vendor_Apple","sppci_cores":"30"}]}`}),
	})
	if g := onlyGPU(t, m); g.Cores != 30 || g.UsableBytes != 24000<<20 {
		t.Errorf("%+v", g)
	}
}

func TestAppleRosettaAndPowerAreTold(t *testing.T) {
	m := describe(t, Root{
		OS: "darwin", Arch: "amd64",
		Sysctl: sysctls("machdep.cpu.brand_string: Apple M1\nsysctl.proc_translated: 1\nkern.osproductversion: 26.1\nkern.osrelease: 25.1.0"),
		Run: says(map[string]string{
			"pmset -g batt": "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t81%; discharging; 5:12 remaining present: true\n",
			"pmset -g":      "System-wide power settings:\nCurrently in use:\n lowpowermode         1\n",
		}),
	})
	if !m.Translated || m.OS != "macOS 26.1" || m.Kernel != "Darwin 25.1.0" {
		t.Errorf("%+v", m)
	}
	if m.Power != "battery 81 %" || m.PowerMode["low power mode"] != "on" {
		t.Errorf("power %q %v", m.Power, m.PowerMode)
	}
}

func TestAppleIntelMacNamesNoGPU(t *testing.T) {
	m := describe(t, Root{OS: "darwin", Arch: "amd64", Sysctl: sysctls("machdep.cpu.brand_string: Intel(R) Core(TM) i9-9880H CPU @ 2.30GHz\nhw.memsize: 17179869184")})
	if len(m.GPUs) != 0 || m.SpecifiedGBps != 0 || m.Line != "Core i9-9880H · 16 GiB" {
		t.Errorf("%+v", m)
	}
}
