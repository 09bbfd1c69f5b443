package hwinfo

import (
	"slices"

	"dragstrip/bench"
)

// cpuSet reads on which CPUs this process may run. The affinity of the process
// (taskset, a batch system) and its control group (docker --cpuset-cpus) can
// limit the CPUs. Engines inherit the limit, but most engines still count all
// cores of the machine.
func (r *record) cpuSet() {
	const from = "/proc/self/status Cpus_allowed_list"
	// Cpus_allowed_list may name thousands of CPUs that do not exist, so only
	// those that are online count. The kernel writes both lists in ascending order.
	online := parseCPUList(r.read("sys/devices/system/cpu/online"))
	allowed := slices.DeleteFunc(parseCPUList(cpuField(r.read("proc/self/status"), "Cpus_allowed_list")), func(cpu int) bool {
		_, there := slices.BinarySearch(online, cpu)
		return !there
	})
	if len(allowed) == 0 || len(allowed) >= len(online) {
		return
	}
	put(r, "cpu_set", &r.m.CPUSet, len(allowed), from)
	put(r, "cpu_set_cores", &r.m.CPUSetCores, r.coresOf(allowed), from)
}

// FittingThreads returns [bench.Machine.FittingThreads] of the machine at root.
// It reads only what is needed for that. It works only on Linux.
func FittingThreads(root Root) int {
	root = root.or()
	if root.OS != "linux" {
		return 0
	}
	r := &record{Root: root, m: bench.Machine{Arch: root.Arch, Sources: map[string]string{}}}
	text := r.read("proc/cpuinfo")
	r.m.LogicalCores = onlineCPUs(r.read("sys/devices/system/cpu/online"), text)
	r.topology(text)
	r.limits()
	r.cpuSet()
	return r.m.FittingThreads()
}
