package hwinfo

// tickSum adds up 32-bit counters. On a machine with many cores these counters
// wrap around within a month.
type tickSum struct {
	last        [4]uint32
	known       bool
	busy, total float64
}

// add takes the ticks spent in user, system, idle and nice, in the order of
// Mach. It returns how many ticks since the first call were busy, and how many
// there were in total.
func (s *tickSum) add(now [4]uint32) (busy, total float64) {
	const idle = 2
	for i := range now {
		if passed := float64(now[i] - s.last[i]); s.known {
			s.total += passed
			if i != idle {
				s.busy += passed
			}
		}
	}
	s.last, s.known = now, true
	return s.busy, s.total
}
