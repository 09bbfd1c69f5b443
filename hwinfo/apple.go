package hwinfo

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// darwin describes a Mac. Nearly everything comes from sysctl. ioreg, or else
// system_profiler, tells the number of GPU cores, and pmset tells the power
// source.
func (r *record) darwin(ctx context.Context) {
	r.appleSystem()
	r.appleCPU()
	r.appleGPU(ctx)
	r.applePower(ctx)
}

// sysctlInt reads a number up to mostBytes. It returns zero if there is none.
func (r Root) sysctlInt(name string) int64 { return r.sysctlUpTo(name, mostBytes) }

// sysctlUpTo reads a number. It returns zero if there is none, or if the number
// is negative or larger than most.
func (r Root) sysctlUpTo(name string, most int64) int64 {
	s, err := r.Sysctl(name)
	if err != nil {
		return 0
	}
	n, ok := toInt(s)
	if !ok || n < 0 || n > most {
		return 0
	}
	return n
}

func (r Root) sysctlCores(name string) int { return int(r.sysctlUpTo(name, mostCores)) }

func (r Root) sysctlText(name string) string {
	s, err := r.Sysctl(name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(s)
}

func (r *record) appleSystem() {
	put(r, "host_name", &r.m.HostName, r.sysctlText("kern.hostname"), "sysctl kern.hostname")
	if v := r.sysctlText("kern.osproductversion"); v != "" {
		put(r, "os", &r.m.OS, "macOS "+v, "sysctl kern.osproductversion")
	}
	if v := r.sysctlText("kern.osrelease"); v != "" {
		put(r, "kernel", &r.m.Kernel, "Darwin "+v, "sysctl kern.osrelease")
	}
	put(r, "board", &r.m.Board, r.sysctlText("hw.model"), "sysctl hw.model")
	if r.sysctlInt("kern.hv_vmm_present") == 1 {
		put(r, "hypervisor", &r.m.Hypervisor, "Apple Virtualization", "sysctl kern.hv_vmm_present")
	}
	put(r, "translated", &r.m.Translated, r.sysctlInt("sysctl.proc_translated") == 1, "sysctl sysctl.proc_translated")
	put(r, "memory_bytes", &r.m.MemoryBytes, r.sysctlInt("hw.memsize"), "sysctl hw.memsize")
}

// appleCPU counts cores by performance level, the fastest first. It never uses
// number_processors of system_profiler, because its form differs between
// systems.
func (r *record) appleCPU() {
	put(r, "cpu", &r.m.CPU, r.sysctlText("machdep.cpu.brand_string"), "sysctl machdep.cpu.brand_string")
	put(r, "physical_cores", &r.m.PhysicalCores, r.sysctlCores("hw.physicalcpu"), "sysctl hw.physicalcpu")
	put(r, "logical_cores", &r.m.LogicalCores, r.sysctlCores("hw.logicalcpu"), "sysctl hw.logicalcpu")
	put(r, "logical_cores", &r.m.LogicalCores, r.sysctlCores("hw.ncpu"), "sysctl hw.ncpu")
	var physical, logical int
	var l2 bench.Cache
	// Not every system has hw.nperflevels, so try the levels one after the other.
	for level := range 8 {
		prefix := "hw.perflevel" + strconv.Itoa(level) + "."
		cores := r.sysctlCores(prefix + "physicalcpu")
		if cores <= 0 {
			break
		}
		name := r.sysctlText(prefix + "name")
		if name == "" {
			name = "level " + strconv.Itoa(level)
		}
		r.m.CoreKinds = append(r.m.CoreKinds, bench.CoreKind{Name: name, Cores: cores})
		physical += cores
		logical += r.sysctlCores(prefix + "logicalcpu")
		if shared, size := r.sysctlCores(prefix+"cpusperl2"), r.sysctlUpTo(prefix+"l2cachesize", 1<<40); shared > 0 && size > 0 {
			count := (cores + shared - 1) / shared
			l2.Level, l2.Count, l2.Bytes = 2, l2.Count+count, l2.Bytes+int64(count)*size
		}
	}
	put(r, "physical_cores", &r.m.PhysicalCores, physical, "sysctl hw.perflevel*.physicalcpu")
	put(r, "logical_cores", &r.m.LogicalCores, logical, "sysctl hw.perflevel*.logicalcpu")
	if len(r.m.CoreKinds) > 0 {
		r.from("core_kinds", "sysctl hw.perflevel*")
	}
	if l2.Bytes > 0 {
		r.m.Caches = []bench.Cache{l2}
		r.from("caches", "sysctl hw.perflevel*.l2cachesize")
	}
	r.appleFeatures()
}

func (r *record) appleFeatures() {
	for _, f := range []struct{ key, name string }{
		{"hw.optional.AdvSIMD", "NEON"},
		{"hw.optional.arm.FEAT_DotProd", "DOTPROD"},
		{"hw.optional.arm.FEAT_FP16", "FP16"},
		{"hw.optional.arm.FEAT_BF16", "BF16"},
		{"hw.optional.arm.FEAT_I8MM", "I8MM"},
		{"hw.optional.arm.FEAT_SME", "SME"},
		{"hw.optional.arm.FEAT_SME2", "SME2"},
		{"hw.optional.avx2_0", "AVX2"},
		{"hw.optional.avx512f", "AVX-512"},
	} {
		if r.sysctlInt(f.key) == 1 {
			r.m.Features = append(r.m.Features, f.name)
		}
	}
	if len(r.m.Features) > 0 {
		r.from("features", "sysctl hw.optional")
	}
}

var (
	ioregCores = lazyregexp.New(`"gpu-core-count"\s*=\s*(\d+)`)
	ioregModel = lazyregexp.New(`"model"\s*=\s*"([^"]+)"`)
)

func (r *record) appleGPU(ctx context.Context) {
	if !strings.HasPrefix(r.m.CPU, "Apple ") {
		return // an Intel Mac; engines do not use its GPU
	}
	gpu := bench.GPU{Name: r.m.CPU, Vendor: "Apple", Shared: true, Sources: map[string]string{}}
	if out, err := r.Run(ctx, "ioreg", "-rc", "AGXAccelerator", "-d1"); err == nil {
		if m := ioregModel.FindSubmatch(out); m != nil {
			if name := strings.TrimSpace(bench.Clean(string(m[1]))); name != "" {
				gpu.Name, gpu.Sources["name"] = name, "ioreg AGXAccelerator"
			}
		}
		if m := ioregCores.FindSubmatch(out); m != nil {
			if gpu.Cores = gpuCores(string(m[1])); gpu.Cores > 0 {
				gpu.Sources["cores"] = "ioreg AGXAccelerator gpu-core-count"
			}
		}
	}
	if gpu.Cores == 0 {
		if out, err := r.Run(ctx, "system_profiler", "SPDisplaysDataType", "-json"); err == nil {
			gpu.Cores = profilerCores(out)
			if gpu.Cores > 0 {
				gpu.Sources["cores"] = "system_profiler sppci_cores"
			}
		}
	}
	if mb := r.sysctlUpTo("iogpu.wired_limit_mb", mostMiB); mb > 0 {
		gpu.UsableBytes = mb << 20
		gpu.Sources["usable_bytes"] = "sysctl iogpu.wired_limit_mb"
	}
	if gpu.Cores > 0 || r.m.Hypervisor == "" {
		r.m.GPUs = append(r.m.GPUs, gpu)
		r.from("gpus", "ioreg, system_profiler")
	}
}

// profilerCores reads sppci_cores, which is a number written as text.
func profilerCores(out []byte) int {
	var answer struct {
		SPDisplaysDataType []struct {
			Cores  any    `json:"sppci_cores"`
			Vendor string `json:"spdisplays_vendor"`
		}
	}
	if json.Unmarshal(out, &answer) != nil {
		return 0
	}
	for _, d := range answer.SPDisplaysDataType {
		if text, ok := d.Cores.(string); ok && d.Vendor == "sppci_vendor_Apple" {
			if n := gpuCores(text); n > 0 {
				return n
			}
		}
	}
	return 0
}

var (
	pmsetCharge = lazyregexp.New(`\b(\d{1,2}|100)%`)
	pmsetLow    = lazyregexp.New(`(?m)^\s*lowpowermode\s+(\d)`)
	pmsetMode   = lazyregexp.New(`(?m)^\s*powermode\s+(\d)`)
)

var powerModes = map[string]string{"0": "automatic", "1": "low power", "2": "high power"}

// applePower asks pmset for the power source and for Low Power Mode.
func (r *record) applePower(ctx context.Context) {
	if out, err := r.Run(ctx, "pmset", "-g", "batt"); err == nil {
		text := ""
		switch s := string(out); {
		case strings.Contains(s, "'AC Power'"):
			text = "AC"
		case strings.Contains(s, "'Battery Power'"):
			text = "battery"
			if m := pmsetCharge.FindStringSubmatch(s); m != nil {
				text += " " + m[1] + " %"
			}
		}
		put(r, "power", &r.m.Power, text, "pmset -g batt")
	}
	if out, err := r.Run(ctx, "pmset", "-g"); err == nil {
		mode := map[string]string{}
		if m := pmsetLow.FindSubmatch(out); m != nil {
			mode["low power mode"] = map[bool]string{true: "on", false: "off"}[string(m[1]) == "1"]
		}
		if m := pmsetMode.FindSubmatch(out); m != nil {
			if name := powerModes[string(m[1])]; name != "" {
				mode["power mode"] = name
			}
		}
		if len(mode) > 0 {
			r.m.PowerMode = mode
			r.from("power_mode", "pmset -g")
		}
	}
}
