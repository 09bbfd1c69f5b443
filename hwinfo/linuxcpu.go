package hwinfo

import (
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"

	"dragstrip/bench"
)

func (r *record) linuxCPU() {
	text := r.read("proc/cpuinfo")
	r.m.LogicalCores = 0
	put(r, "logical_cores", &r.m.LogicalCores, onlineCPUs(r.read("sys/devices/system/cpu/online"), text), "/sys/devices/system/cpu/online")
	r.topology(text)
	r.cpuName(text)
	r.linuxFeatures(text)
	r.coreKinds(text)
	put(r, "max_mhz", &r.m.MaxMHz, r.maxMHz(parseCPUList(r.read("sys/devices/system/cpu/online"))), "/sys/devices/system/cpu/cpu*/cpufreq/cpuinfo_max_freq")
	r.linuxCaches()
}

// cpuField returns the value in the first line of /proc/cpuinfo that has a
// name.
func cpuField(text, name string) string {
	for line := range strings.SplitSeq(text, "\n") {
		key, value, found := strings.Cut(line, ":")
		if found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// cpuFields returns the values in all lines that have a name, one for each
// logical core.
func cpuFields(text, name string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		key, value, found := strings.Cut(line, ":")
		if found && strings.TrimSpace(key) == name {
			out = append(out, strings.TrimSpace(value))
		}
	}
	return out
}

// cpuName finds the name of the processor. x86 and some others report the name.
// ARM reports part numbers, and boards report only the name of the board. On a
// Raspberry Pi 5, "Hardware: BCM2835" is a constant and not the chip, so it is
// not used.
func (r *record) cpuName(text string) {
	put(r, "cpu", &r.m.CPU, cpuField(text, "model name"), "/proc/cpuinfo")
	if r.m.CPU == "" {
		if chip := r.deviceTreeChip(); chip != "" {
			put(r, "cpu", &r.m.CPU, chip, "/proc/device-tree/compatible")
		}
	}
	if r.m.CPU == "" {
		var names []string
		for _, p := range distinctParts(text) {
			names = append(names, p.name)
		}
		put(r, "cpu", &r.m.CPU, strings.Join(names, " + "), "part numbers of /proc/cpuinfo")
	}
	if r.m.CPU == "" { // RISC-V and others
		for _, field := range []string{"uarch", "cpu model", "cpu", "isa"} {
			put(r, "cpu", &r.m.CPU, cpuField(text, field), "/proc/cpuinfo "+field)
		}
	}
}

// linuxFeatures translates flags of the kernel into the names that engines use.
func (r *record) linuxFeatures(text string) {
	flags := map[string]bool{}
	for _, name := range []string{"flags", "Features"} {
		for f := range strings.FieldsSeq(cpuField(text, name)) {
			flags[f] = true
		}
	}
	for _, f := range []struct{ flag, name string }{
		{"avx", "AVX"},
		{"avx2", "AVX2"},
		{"fma", "FMA"},
		{"f16c", "F16C"},
		{"avx_vnni", "AVX-VNNI"},
		{"avx512f", "AVX-512"},
		{"avx512_vnni", "AVX-512-VNNI"},
		{"avx512_bf16", "AVX-512-BF16"},
		{"amx_int8", "AMX-INT8"},
		{"amx_bf16", "AMX-BF16"},
		{"asimd", "NEON"},
		{"asimddp", "DOTPROD"},
		{"fphp", "FP16"},
		{"bf16", "BF16"},
		{"i8mm", "I8MM"},
		{"sve", "SVE"},
		{"sve2", "SVE2"},
		{"sme", "SME"},
		{"sme2", "SME2"},
	} {
		if flags[f.flag] && (f.flag != "sme" || r.Arch == "arm64") { // on x86 "sme" encrypts memory
			r.m.Features = append(r.m.Features, f.name)
		}
	}
	if isa := cpuField(text, "isa"); isa != "" {
		r.m.Features = append(r.m.Features, riscvFeatures(isa)...)
	}
	if len(r.m.Features) > 0 {
		r.from("features", "/proc/cpuinfo")
	}
}

// riscvFeatures reads the features from a text such as "rv64imafdcv_zfh_zvfh".
func riscvFeatures(isa string) []string {
	letters, extensions, _ := strings.Cut(strings.ToLower(isa), "_")
	var out []string
	letters = strings.TrimLeft(letters, "rv0123456789") // the v of rv64, not the vector letter
	if strings.Contains(letters, "v") {
		out = append(out, "RVV")
	}
	for e := range strings.SplitSeq(extensions, "_") {
		switch e {
		case "zfh", "zvfh", "zvfbfwma", "zicbop", "zba", "zbb":
			out = append(out, strings.ToUpper(e[:1])+e[1:])
		}
	}
	return out
}

func onlineCPUs(list, cpuinfo string) int {
	if n := len(parseCPUList(list)); n > 0 {
		return n
	}
	return len(cpuFields(cpuinfo, "processor"))
}

// parseCPUList reads "0-3,8,10-11". It ignores absurd ranges.
func parseCPUList(list string) []int {
	var out []int
	for part := range strings.SplitSeq(strings.TrimSpace(list), ",") {
		from, to, isRange := strings.Cut(part, "-")
		first, err := strconv.Atoi(strings.TrimSpace(from))
		last := first
		if isRange && err == nil {
			last, err = strconv.Atoi(strings.TrimSpace(to))
		}
		if err != nil || first < 0 || last < first || last > 1<<16 {
			continue
		}
		for c := first; c <= last; c++ {
			out = append(out, c)
		}
	}
	return out
}

// topology counts cores and sockets. Two threads belong to one core if the
// kernel lists them as siblings.
func (r *record) topology(cpuinfo string) {
	online := parseCPUList(r.read("sys/devices/system/cpu/online"))
	packages := map[string]bool{}
	for _, cpu := range online {
		dir := cpuFolder(cpu)
		if id := r.read(dir, "physical_package_id"); id != "" && id != "-1" {
			packages[id] = true
		}
	}
	put(r, "physical_cores", &r.m.PhysicalCores, r.coresOf(online), "/sys/devices/system/cpu/cpu*/topology")
	put(r, "sockets", &r.m.Sockets, len(packages), "/sys/devices/system/cpu/cpu*/topology")
	ids, cores := cpuFields(cpuinfo, "physical id"), cpuFields(cpuinfo, "core id")
	pairs := map[string]bool{}
	for i := range min(len(ids), len(cores)) {
		pairs[ids[i]+"/"+cores[i]] = true
	}
	put(r, "physical_cores", &r.m.PhysicalCores, len(pairs), "/proc/cpuinfo core id")
	if r.m.PhysicalCores == 0 && r.Arch == "arm64" {
		// ARM chips have one thread per core.
		put(r, "physical_cores", &r.m.PhysicalCores, r.m.LogicalCores, "/proc/cpuinfo, one thread a core")
	}
}

func cpuFolder(cpu int) string {
	return path.Join("sys/devices/system/cpu", "cpu"+strconv.Itoa(cpu), "topology")
}

// coresOf counts the physical cores to which some logical cores belong; 0 means
// unknown.
func (r *record) coresOf(cpus []int) int {
	siblings := map[string]bool{}
	for _, cpu := range cpus {
		list := r.read(cpuFolder(cpu), "core_cpus_list")
		if list == "" {
			list = r.read(cpuFolder(cpu), "thread_siblings_list")
		}
		if list != "" {
			siblings[list] = true
		}
	}
	return len(siblings)
}

// coreKinds lists the kinds of cores if the cores differ: by ARM part number,
// or by the two core types of Intel's hybrid chips.
func (r *record) coreKinds(cpuinfo string) {
	core, atom := len(parseCPUList(r.read("sys/devices/cpu_core/cpus"))), len(parseCPUList(r.read("sys/devices/cpu_atom/cpus")))
	if core > 0 && atom > 0 {
		threads := 1
		if extra := r.m.LogicalCores - r.m.PhysicalCores; extra > 0 && core == 2*extra {
			threads = 2 // only performance cores have two threads
		}
		r.m.CoreKinds = []bench.CoreKind{
			{Name: "Performance", Cores: core / threads, MHz: r.maxMHz(parseCPUList(r.read("sys/devices/cpu_core/cpus")))},
			{Name: "Efficiency", Cores: atom, MHz: r.maxMHz(parseCPUList(r.read("sys/devices/cpu_atom/cpus")))},
		}
		r.from("core_kinds", "/sys/devices/cpu_core, /sys/devices/cpu_atom")
		return
	}
	parts := distinctParts(cpuinfo)
	if len(parts) < 2 {
		return
	}
	for _, p := range parts {
		r.m.CoreKinds = append(r.m.CoreKinds, bench.CoreKind{Name: p.name, Cores: len(p.cpus), MHz: r.maxMHz(p.cpus)})
	}
	sort.SliceStable(r.m.CoreKinds, func(i, j int) bool { return r.m.CoreKinds[i].MHz > r.m.CoreKinds[j].MHz })
	r.from("core_kinds", "part numbers of /proc/cpuinfo")
}

func (r *record) maxMHz(cpus []int) int {
	var most int64
	for _, c := range cpus {
		if khz, ok := r.readInt("sys/devices/system/cpu", "cpu"+strconv.Itoa(c), "cpufreq/cpuinfo_max_freq"); ok {
			most = max(most, khz)
		}
	}
	return int(most / 1000)
}

// linuxCaches adds up the data caches and unified caches of each level. It
// counts each cache once.
func (r *record) linuxCaches() {
	seen := map[string]bool{}
	byLevel := map[int]*bench.Cache{}
	for _, dir := range r.glob("sys/devices/system/cpu/cpu[0-9]*/cache/index[0-9]*") {
		if r.read(dir, "type") == "Instruction" {
			continue
		}
		level, ok := r.readInt(dir, "level")
		size, known := parseSize(r.read(dir, "size"))
		key := strconv.FormatInt(level, 10) + " " + r.read(dir, "shared_cpu_list")
		if !ok || !known || seen[key] {
			continue
		}
		seen[key] = true
		c := byLevel[int(level)]
		if c == nil {
			c = &bench.Cache{Level: int(level)}
			byLevel[int(level)] = c
		}
		c.Bytes += size
		c.Count++
	}
	for _, c := range byLevel {
		r.m.Caches = append(r.m.Caches, *c)
	}
	slices.SortFunc(r.m.Caches, func(a, b bench.Cache) int { return a.Level - b.Level })
	if len(r.m.Caches) > 0 {
		r.from("caches", "/sys/devices/system/cpu/cpu*/cache")
	}
}

// parseSize reads a size such as "32768K" as bytes.
func parseSize(s string) (int64, bool) {
	shift := 0
	switch {
	case strings.HasSuffix(s, "K"):
		shift = 10
	case strings.HasSuffix(s, "M"):
		shift = 20
	case strings.HasSuffix(s, "G"):
		shift = 30
	}
	n, err := strconv.ParseInt(strings.TrimRight(s, "KMG"), 10, 64)
	return n << shift, err == nil && n > 0 && n < 1<<33
}
