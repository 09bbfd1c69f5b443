package hwinfo

import (
	"path"
	"strconv"
	"strings"
)

// v2Roots are the folders where control groups of version 2 are mounted: alone,
// or beside version 1.
var v2Roots = []string{"sys/fs/cgroup", "sys/fs/cgroup/unified"}

// limits reads how much memory and CPU the control groups allow. It takes the
// smallest limit of all levels from the group of this process up to the root.
// It reads version 1 and version 2, because a system may have one of them or
// both.
func (r *record) limits() {
	v2, v1 := cgroupPaths(r.read("proc/self/cgroup"))
	least := func(current, next int64) int64 {
		if next > 0 && (current == 0 || next < current) {
			return next
		}
		return current
	}
	var memory int64
	var cpu float64
	lessCPU := func(quota, period float64) {
		if quota > 0 && period > 0 && (cpu == 0 || quota/period < cpu) {
			cpu = quota / period
		}
	}
	for _, dir := range r.levels("sys/fs/cgroup/memory", v1["memory"]) {
		n, _ := r.readInt(dir, "memory.limit_in_bytes")
		memory = least(memory, n)
	}
	for _, dir := range r.levels("sys/fs/cgroup/cpu", v1["cpu"]) {
		quota, _ := r.readInt(dir, "cpu.cfs_quota_us") // -1 means no limit
		period, _ := r.readInt(dir, "cpu.cfs_period_us")
		lessCPU(float64(quota), float64(period))
	}
	for _, root := range v2Roots {
		for _, dir := range r.levels(root, v2) {
			n, _ := r.readInt(dir, "memory.max") // "max" is not a number and means no limit
			memory = least(memory, n)
			quota, period, _ := strings.Cut(r.read(dir, "cpu.max"), " ")
			q, _ := strconv.ParseFloat(quota, 64)
			p, _ := strconv.ParseFloat(period, 64)
			lessCPU(q, p)
		}
	}
	// In version 1, "no limit" is a number just below 2⁶³.
	if memory > 0 && (r.m.MemoryBytes == 0 || memory < r.m.MemoryBytes) && memory < 1<<60 {
		put(r, "memory_limit_bytes", &r.m.MemoryLimitBytes, memory, "/sys/fs/cgroup")
	}
	if cpu > 0 && (r.m.LogicalCores == 0 || cpu < float64(r.m.LogicalCores)) {
		put(r, "cpu_limit", &r.m.CPULimit, cpu, "/sys/fs/cgroup")
	}
}

// cgroupPaths reads the paths in /proc/self/cgroup: the path of version 2
// ("0::/path"), and the path of each controller of version 1.
func cgroupPaths(text string) (v2 string, v1 map[string]string) {
	v2, v1 = "/", map[string]string{}
	for line := range strings.SplitSeq(text, "\n") {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		if parts[0] == "0" && parts[1] == "" {
			v2 = parts[2]
		}
		for controller := range strings.SplitSeq(parts[1], ",") {
			v1[controller] = parts[2]
		}
	}
	return v2, v1
}

// levels lists the folders from a group up to the root of its hierarchy. Inside
// a container, the path of the group may not be mounted. Then the root of the
// mounted hierarchy is the group of the container.
func (r *record) levels(root, group string) []string {
	if !r.exists(root) {
		return nil
	}
	var dirs []string
	for group = path.Clean("/" + group); ; group = path.Dir(group) {
		dirs = append(dirs, path.Join(root, group))
		if group == "/" {
			return dirs
		}
	}
}
