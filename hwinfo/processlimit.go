package hwinfo

import "fmt"

// ProcessLimit says in words how many processes and threads are allowed here,
// by the control group or for the user. It returns "" if neither has a limit.
// It is known only on Linux.
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

// pidsLimit looks at the control groups from the group of this process up to
// the root, in versions 1 and 2. It returns their smallest limit; 0 if no group
// has one.
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
