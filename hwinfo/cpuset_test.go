package hwinfo

import "testing"

func TestACPUSetIsRead(t *testing.T) {
	for _, c := range []struct {
		what, allowed, online string
		set, cores, threads   int
	}{
		{"all", "0-3", "0-3", 0, 0, 0},
		{"all, and some that are not there", "0-127", "0-3", 0, 0, 0},
		{"taskset -c 0", "0", "0-3", 1, 1, 1},
		{"both threads of a core", "0,2", "0-3", 2, 1, 1},
		{"one thread of each core", "0-1", "0-3", 2, 2, 2},
		{"nothing that is there", "8-9", "0-3", 0, 0, 0},
		{"no such line", "", "0-3", 0, 0, 0},
	} {
		files := map[string]string{"sys/devices/system/cpu/online": c.online + "\n", "proc/self/status": "Name:\tx\n"}
		if c.allowed != "" {
			files["proc/self/status"] += "Cpus_allowed:\tf\nCpus_allowed_list:\t" + c.allowed + "\n"
		}
		for cpu, siblings := range []string{"0,2", "1,3", "0,2", "1,3"} {
			files["sys/devices/system/cpu/cpu"+string(rune('0'+cpu))+"/topology/core_cpus_list"] = siblings + "\n"
		}
		root := linuxRoot("amd64", files)
		m := describe(t, root)
		if m.CPUSet != c.set || m.CPUSetCores != c.cores || m.PhysicalCores != 2 || FittingThreads(root) != c.threads {
			t.Errorf("%s: %d CPUs of %d cores, %d threads fit", c.what, m.CPUSet, m.CPUSetCores, FittingThreads(root))
		}
	}
}
