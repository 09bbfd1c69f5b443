package hwinfo

import (
	"encoding/binary"
	"time"

	"golang.org/x/sys/unix"
)

func localCounters(r Root) func(int, []int) counters {
	return func(int, []int) counters { return r.countDarwin() }
}

// countDarwin reads what sysctl tells. The CPU time of all cores and of other
// processes is behind Mach calls, which need cgo or its like: absent here.
func (r Root) countDarwin() counters {
	c := counters{at: time.Now(), memory: -1, swap: -1, swapIn: -1, swapOut: -1, own: map[int]float64{}}
	if total, free := r.sysctlInt("hw.memsize"), availableMemory(); total > 0 && free > 0 {
		c.memory = total - free
	}
	// struct xsw_usage: total, available, used, each of eight bytes.
	if raw, err := unix.SysctlRaw("vm.swapusage"); err == nil && len(raw) >= 24 {
		c.swap = int64(binary.NativeEndian.Uint64(raw[16:]))
	}
	var usage unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &usage) == nil {
		c.own[unix.Getpid()] = float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
	}
	return c
}
