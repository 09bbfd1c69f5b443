package bench

const (
	// someCache is assumed if the caches are unknown. It is more than the caches
	// of any GPU and of most CPUs hold. So a figure is called impossible only if
	// not even a cache of this size could explain it.
	someCache = 256 << 20
	// guestCoreCache is assumed for each core of a virtual machine, even if the
	// virtual machine reports less. Some processors have a last-level cache of
	// this size for every few cores.
	guestCoreCache = 32 << 20
	// mostGuestCache limits the sum over the cores of a virtual machine. It is
	// the largest last-level cache of one processor.
	mostGuestCache = 512 << 20
)

// cacheBytes is how many bytes of a job's weights the caches can hold at most.
// All levels from the second on are added, because on some processors no level
// holds what another level holds. The caches of all cores are added, because each
// thread reads the same part of the weights for every token.
//
// For a virtual machine the result is an upper bound. What a virtual machine
// reports about its caches can be wrong: it may share the last level with other
// virtual machines, and its cores may belong to several parts of a processor,
// each with its own last level.
func (s *Session) cacheBytes(j *JobState) int64 {
	if !j.OnCPU() || len(s.Machine.Caches) == 0 {
		return someCache
	}
	var all int64
	last := Cache{Count: 1}
	for _, c := range s.Machine.Caches {
		if c.Level >= 2 {
			all += c.Bytes
		}
		if c.Level >= 3 && c.Level > last.Level {
			last = c
		}
	}
	if s.Machine.Hypervisor == "" {
		return all
	}
	each := max(last.Bytes/int64(max(last.Count, 1)), guestCoreCache)
	return max(all, min(each*int64(max(s.Machine.LogicalCores, 1)), mostGuestCache))
}
