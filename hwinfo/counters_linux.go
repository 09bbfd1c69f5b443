package hwinfo

func localCounters(r Root) func(int, []int) counters { return r.countLinux }
