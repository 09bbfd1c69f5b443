package bench

const (
	// someCache is more than the caches of any GPU and of most CPUs hold. If
	// the caches are not known, a figure is called impossible only if even this
	// much could not explain it.
	someCache = 256 << 20
	// guestCoreCache is the cache that one core of a virtual machine may have
	// for itself although it is told less: the whole last level on processors
	// that have one for every few cores.
	guestCoreCache = 32 << 20
	// mostGuestCache is the size of the largest last level of one processor
	// that cores of a guest share.
	mostGuestCache = 512 << 20
)

// cacheBytes is the most that the caches near a job's weights can hold of them:
// each level from the second on, because some keep nothing twice. Threads read
// the same part of the weights for every token, so that each core's caches
// count.
//
// In a virtual machine it is a bound and no measurement. What a guest is told is
// wrong in both directions: it shares the last level with guests that it cannot
// see, and its cores may lie on parts of the processor, or on processors, of
// which each has a last level of its own.
func (s *Session) cacheBytes(j *JobState) int64 {
	if !j.onCPU() || len(s.Machine.Caches) == 0 {
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
