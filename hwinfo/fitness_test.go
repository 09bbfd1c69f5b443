package hwinfo

import (
	"strings"
	"testing"

	"dragstrip/bench"
)

func list(r ...bench.Reading) []bench.Reading { return r }

func TestFitness(t *testing.T) {
	machine := bench.Machine{LogicalCores: 16, MemoryBytes: 64 << 30, MaxMHz: 5000}
	with := func(change func(*bench.Machine)) bench.Machine {
		m := machine
		change(&m)
		return m
	}
	for _, c := range []struct {
		what string
		q    Question
		want string // codes with severities, worst first
	}{
		{"a quiet machine", Question{Machine: machine, Readings: list(bench.Reading{OtherCores: new(0.02), Steal: new(0.0), SwapInBytes: new(0.0)})}, ""},
		{"nothing known", Question{}, ""},
		{"a browser", Question{Machine: machine, Readings: list(bench.Reading{OtherCores: new(0.1)}, bench.Reading{OtherCores: new(0.14)})}, "doubt other_load"},
		{"a compiler", Question{Machine: machine, Readings: list(bench.Reading{OtherCores: new(3.0)}, bench.Reading{})}, "unfit other_load"},
		{"a session of dragstrip itself", Question{Machine: machine, Measured: "session X", Readings: list(bench.Reading{OtherCores: new(3.0), GPUBusy: new(0.9), OnBattery: new(true)})}, "waits being_measured, doubt battery"},
		{"neighbours", Question{Machine: with(func(m *bench.Machine) { m.Hypervisor = "KVM" }), Readings: list(bench.Reading{Steal: new(0.2)})}, "unfit steal, note virtual"},
		{"swapping", Question{Machine: machine, Readings: list(bench.Reading{SwapInBytes: new(3e6), SwapOutBytes: new(1e5)})}, "doubt swapping"},
		{"GPU in use before", Question{Machine: machine, Readings: list(bench.Reading{GPUBusy: new(0.5)})}, "unfit gpu_load"},
		{"GPU in use by the engine", Question{Machine: machine, Measuring: true, Readings: list(bench.Reading{GPUBusy: new(0.99), Throttled: []string{GPUPowerCap}})}, "note power_cap"},
		{"too hot", Question{Machine: machine, Readings: list(bench.Reading{Throttled: []string{"GPU too hot"}})}, "unfit throttled"},
		{"low clocks under load", Question{Machine: machine, Readings: list(bench.Reading{MHz: new(2000.0), CPUBusy: new(0.9)})}, "doubt low_clock"},
		{"low clocks at rest", Question{Machine: machine, Readings: list(bench.Reading{MHz: new(800.0), CPUBusy: new(0.02)})}, ""},
		{"on battery", Question{Machine: with(func(m *bench.Machine) { m.Power = "battery 80 %" })}, "doubt battery"},
		{"plugged in since", Question{Machine: with(func(m *bench.Machine) { m.Power = "battery 80 %" }), Readings: list(bench.Reading{OnBattery: new(false)})}, ""},
		{"powersave as drivers of today mean it", Question{Machine: with(func(m *bench.Machine) {
			m.PowerMode = map[string]string{"governor": "powersave", "epp": "balance_performance", "profile": "balanced"}
		})}, ""},
		{"powersave as it was", Question{Machine: with(func(m *bench.Machine) { m.PowerMode = map[string]string{"governor": "powersave"} })}, "doubt power_save"},
		{"Low Power Mode", Question{Machine: with(func(m *bench.Machine) { m.PowerMode = map[string]string{"low power mode": "on"} })}, "doubt power_save"},
		{"a model too large", Question{Machine: machine, ModelBytes: 70 << 30}, "unfit memory_too_small"},
		{"a model that fits the card alone", Question{Machine: with(func(m *bench.Machine) { m.GPUs = []bench.GPU{{MemoryBytes: 80 << 30}} }), ModelBytes: 70 << 30}, ""},
		{"a container's limit", Question{Machine: with(func(m *bench.Machine) { m.MemoryLimitBytes, m.CPULimit = 8<<30, 1.5 }), ModelBytes: 9 << 30}, "unfit memory_too_small, doubt cpu_limit"},
		{"a container's CPU set", Question{Machine: with(func(m *bench.Machine) { m.CPUSet = 1 })}, "doubt cpu_set"},
		{"limits, told by the result's threads", Question{Machine: with(func(m *bench.Machine) { m.CPUSet, m.CPULimit = 1, 1.5 }), Measuring: true}, ""},
		{"a full memory", Question{Machine: machine, ModelBytes: 40 << 30, Readings: list(bench.Reading{MemoryBytes: new(int64(50 << 30))})}, "doubt memory_tight"},
		{"a memory that filled up", Question{Machine: machine, Measuring: true, Readings: list(bench.Reading{MemoryBytes: new(int64(40 << 30))}, bench.Reading{MemoryBytes: new(int64(62 << 30))})}, "doubt memory_near_full"},
		{"a container that filled up", Question{Machine: with(func(m *bench.Machine) { m.MemoryLimitBytes = 8 << 30 }), Measuring: true, Readings: list(bench.Reading{MemoryBytes: new(int64(30 << 30)), EngineMemory: new(int64(7900 << 20))})}, "doubt memory_near_full"},
		{"a container with room on a full host", Question{Machine: with(func(m *bench.Machine) { m.MemoryLimitBytes = 8 << 30 }), Measuring: true, Readings: list(bench.Reading{MemoryBytes: new(int64(63 << 30)), EngineMemory: new(int64(2 << 30))})}, ""},
		{"huge pages for those who ask", Question{Machine: with(func(m *bench.Machine) { m.HugePages = "madvise" })}, "note huge_pages"},
		{"huge pages for all", Question{Machine: with(func(m *bench.Machine) { m.HugePages = "always" })}, ""},
		{"Rosetta", Question{Machine: with(func(m *bench.Machine) { m.Translated = true })}, "unfit rosetta"},
		{"a slice of a card", Question{Machine: with(func(m *bench.Machine) { m.GPUs = []bench.GPU{{Name: "A100 MIG 1g", Slice: true}} })}, "note gpu_slice"},
	} {
		t.Run(c.what, func(t *testing.T) {
			var got []string
			for _, f := range Fitness(c.q) {
				got = append(got, f.Severity.String()+" "+f.Code)
				if f.Text == "" || f.Severity != Note && f.Remedy == "" || f.Warning().Code != f.Code {
					t.Errorf("incomplete: %+v", f)
				}
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("%q, want %q", s, c.want)
			}
		})
	}
}

func TestRawSourcesHoldNoSerialNumbers(t *testing.T) {
	r := linuxRoot("arm64", map[string]string{
		"proc/cpuinfo":                "processor\t: 0\nSerial\t\t: 10000000deadbeef\nModel\t\t: Raspberry Pi 5\n" + strings.Repeat("processor : 1\n", 500),
		"run/udev/data/+dmi:id":       "E:MEMORY_DEVICE_0_SIZE=17179869184\nE:MEMORY_DEVICE_0_SERIAL_NUMBER=deadbeef\nE:ID_PRODUCT_UUID=deadbeef\n",
		"proc/self/cgroup":            "0::/docker/" + strings.Repeat("deadbeef", 8) + "\n",
		"proc/device-tree/compatible": "a\x00b\x00",
	})
	r.Run = says(map[string]string{"nvidia-smi": "index, name\n0, NVIDIA L4\x1b[2J\n"})
	all := ""
	for _, raw := range RawSources(t.Context(), r) {
		all += raw.Name + "\n" + raw.Text + "\n"
	}
	if strings.Contains(all, "deadbeef") || strings.Contains(all, "\x1b") || strings.Contains(all, "\x00") {
		t.Errorf("%s", all)
	}
	for _, want := range []string{"Raspberry Pi 5", "17179869184", "NVIDIA L4", "…"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// A GPU that no engine sees: the driver is missing, or may not be opened.
func TestWhatAGPUBugNeedsIsTold(t *testing.T) {
	r := linuxRoot("amd64", map[string]string{
		"sys/module/amdgpu/version":                     "6.7\n",
		"dev/dri/renderD128":                            "",
		"usr/share/vulkan/icd.d/radeon_icd.x86_64.json": `{"ICD":{"library_path":"/usr/lib/libvulkan_radeon.so","api_version":"1.4.3"}}`,
		"usr/share/vulkan/icd.d/lvp_icd.x86_64.json":    `{"ICD":{"library_path":"/usr/lib/libvulkan_lvp.so","api_version":"1.4.3"}}`,
		"etc/vulkan/icd.d/broken.json":                  `{`,
		"usr/lib/libvulkan_lvp.so":                      "",
	})
	all := ""
	for _, raw := range RawSources(t.Context(), r) {
		all += raw.Text + "\n"
	}
	for _, want := range []string{
		"amdgpu 6.7\n", "/dev/dri/renderD128: can be opened\n", "/etc/vulkan/icd.d/broken.json: it cannot be read\n",
		"/usr/share/vulkan/icd.d/lvp_icd.x86_64.json: /usr/lib/libvulkan_lvp.so, Vulkan 1.4.3\n",
		"/usr/share/vulkan/icd.d/radeon_icd.x86_64.json: /usr/lib/libvulkan_radeon.so, Vulkan 1.4.3 (the library is missing)\n",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is missing in\n%s", want, all)
		}
	}
}

// The report used to list the system's drivers where a variable names others, and
// did not say that those are not there.
func TestTheVulkanDriversThatAVariableNamesAreTold(t *testing.T) {
	r := linuxRoot("amd64", map[string]string{
		"usr/share/vulkan/icd.d/lvp_icd.x86_64.json": `{"ICD":{"library_path":"libvulkan_lvp.so","api_version":"1.4.3"}}`,
		"opt/own/a.json": `{"ICD":{"library_path":"liba.so","api_version":"1.3.0"}}`,
	})
	for _, c := range []struct {
		variable, value, want string
	}{
		{"VK_ICD_FILENAMES", "/x/y.json:/opt/own/a.json", "VK_ICD_FILENAMES is set, so only these are read:\n/x/y.json: it is not there\n/opt/own/a.json: liba.so, Vulkan 1.3.0"},
		{"VK_DRIVER_FILES", "/opt/own", "VK_DRIVER_FILES is set, so only these are read:\n/opt/own/a.json: liba.so, Vulkan 1.3.0"},
		{"VK_DRIVER_FILES", "y.json", "VK_DRIVER_FILES is set, so only these are read:\ny.json: it cannot be read"},
		{"HOME", "/root", "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json: libvulkan_lvp.so, Vulkan 1.4.3"},
	} {
		r.Env = func(name string) string { return map[string]string{c.variable: c.value}[name] }
		if got := r.or().vulkanDrivers(); got != c.want {
			t.Errorf("%s=%s: %q", c.variable, c.value, got)
		}
	}
}

// Where other programs left no whole core free, the advice used to be one thread less.
func TestFewerThreadsAreAdvisedOnlyWhereTheyHelp(t *testing.T) {
	for busy, want := range map[float64]bool{0.5: true, 1: true, 1.3: false, 2: false} {
		found := Fitness(Question{Machine: bench.Machine{LogicalCores: 2}, Readings: list(bench.Reading{OtherCores: new(busy)})})
		if len(found) != 1 || strings.Contains(found[0].Remedy, "help little") == want || !strings.Contains(found[0].Remedy, "close other programs") {
			t.Errorf("%g of 2 cores: %+v", busy, found)
		}
	}
}
