package hwinfo

import (
	"time"

	"github.com/shirou/gopsutil/v3/mem"
)

func localCounters(r Root) func(_, _ []int) counters {
	var ticks tickSum
	return func(engine, own []int) counters { return r.countDarwin(&ticks, engine, own) }
}

// countDarwin reads the counters without starting a process. Memory comes from
// sysctl (gopsutil without cgo would start vm_stat), swap from gopsutil, and
// the rest from Mach.
func (r Root) countDarwin(ticks *tickSum, engine, own []int) counters {
	c := counters{at: time.Now(), memory: -1, swap: -1, swapIn: -1, swapOut: -1, engine: map[int]float64{}, own: map[int]float64{}, began: map[int]time.Time{}}
	if total, free := r.sysctlInt("hw.memsize"), availableMemory(); total > 0 && free > 0 {
		c.memory = total - free
	}
	if swap, err := mem.SwapMemory(); err == nil {
		c.swap = int64(swap.Used)
	}
	m := mach()
	// Under Rosetta, times of processes have another unit than the system
	// reports.
	if m == nil || r.sysctlInt("sysctl.proc_translated") == 1 {
		return c
	}
	if now, ok := m.ticks(); ok {
		c.busy, c.total = ticks.add(now)
		c.cores = r.sysctlCores("hw.logicalcpu")
	}
	for _, pid := range own {
		if seconds, _, began, ok := m.process(pid); ok {
			c.own[pid], c.began[pid] = seconds, began
		}
	}
	if len(engine) == 0 {
		return c
	}
	for _, pid := range m.family(engine) {
		if seconds, resident, began, ok := m.process(pid); ok {
			c.engine[pid], c.began[pid] = seconds, began
			c.engineMemory += resident
		}
	}
	// If the CPU time of the engine cannot be read, its load must not count as
	// the load of other programs.
	c.engineHidden = len(c.engine) == 0
	return c
}
