package hwinfo

import "fmt"

// ProcessLimit says in words how many processes and threads this process and
// those it starts may have, if something allows fewer than the kernel does; ""
// if nothing does. It is known on Linux only.
func ProcessLimit(root Root) string {
	root = root.or()
	r := &record{Root: root}
	if n := r.pidsLimit(); n > 0 {
		return fmt.Sprintf("its control group allows %d processes and threads (pids.max)", n)
	}
	if root.UserProcesses != nil {
		if n := root.UserProcesses(); n > 0 {
			return fmt.Sprintf("its user may have %d processes and threads (ulimit -u)", n)
		}
	}
	return ""
}

// pidsLimit is the least that any control group allows, from this process's own
// up to the root, of version 1 or 2; 0 if none has a limit.
func (r *record) pidsLimit() (least int64) {
	v2, v1 := cgroupPaths(r.read("proc/self/cgroup"))
	dirs := r.levels("sys/fs/cgroup/pids", v1["pids"])
	for _, root := range v2Roots {
		dirs = append(dirs, r.levels(root, v2)...)
	}
	for _, dir := range dirs {
		if n, ok := r.readInt(dir, "pids.max"); ok && n > 0 && (least == 0 || n < least) { // "max" is not a number
			least = n
		}
	}
	return least
}
