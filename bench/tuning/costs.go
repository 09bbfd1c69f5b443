package tuning

import "time"

// costs are how long measurements took: the time of each configuration without
// loading, and the times of loading.
type costs struct {
	own     map[int][]time.Duration
	loading []time.Duration
	spent   time.Duration
}

func (c *costs) take(m Measured) {
	if m.Failure == nil {
		c.own[m.Configuration] = append(c.own[m.Configuration], (m.Elapsed-m.Loading)/time.Duration(m.repetitions()))
	}
	if m.Loading > 0 {
		c.loading = append(c.loading, m.Loading)
	}
	c.spent += m.Elapsed
}

// costOf is the expected time of one measurement without loading: that of the
// configuration, of those that share its loaded model, or of an average one.
func (s *Search) costOf(i int) time.Duration {
	if all := s.costs.own[i]; len(all) > 0 {
		return mean(all)
	}
	var alike []time.Duration
	for j, all := range s.costs.own {
		if s.keys[i] == s.keys[j] {
			alike = append(alike, mean(all))
		}
	}
	if len(alike) > 0 {
		return mean(alike)
	}
	return s.costs.usual()
}

// usual is the time of a measurement of an average configuration, without loading.
func (c *costs) usual() time.Duration {
	var each []time.Duration
	for _, all := range c.own {
		each = append(each, mean(all))
	}
	return mean(each)
}

func mean(all []time.Duration) (sum time.Duration) {
	for _, d := range all {
		sum += d
	}
	return sum / time.Duration(max(len(all), 1))
}

const (
	// share is the part of an exhaustive search's time that a search may take
	// if nobody gave a limit. It stays below a quarter, because measurements may take
	// longer than expected.
	share = 0.23
	// leastMeasurements is how many measurements a search may always take, in
	// leastBlocks: with fewer it cannot compare anything.
	leastMeasurements, leastBlocks = 18, 4
)

// limit is how long the search may take, without its final.
func (s *Search) limit() time.Duration {
	if s.options.MaxTime > 0 {
		return s.options.MaxTime - s.reserve()
	}
	all := s.remaining()
	least := leastMeasurements*s.costs.usual() + leastBlocks*mean(s.costs.loading)
	return max(time.Duration(share*Rounds*float64(s.timeOf(all))), least)
}

// remaining lists the configurations that are not out.
func (s *Search) remaining() []int {
	var all []int
	for i := range s.space.Configurations {
		if _, out := s.out[i]; !out {
			all = append(all, i)
		}
	}
	return all
}

// timeOf is the expected time of a block. Each model that is loaded in it is
// loaded once.
func (s *Search) timeOf(members []int) (sum time.Duration) {
	keys := map[string]bool{}
	for _, i := range members {
		keys[s.keys[i]] = true
		sum += s.costOf(i)
	}
	return sum + time.Duration(len(keys))*mean(s.costs.loading)
}

// reserve is the time that the final will need.
func (s *Search) reserve() time.Duration {
	members := []int{0}
	for _, r := range s.races {
		if r.leader > 0 {
			members = append(members, r.leader)
		}
	}
	if len(members) < 2 {
		return 0
	}
	return leastPairs * s.timeOf(members)
}

// hasTimeFor tells whether a block still fits into the time limit. A block
// always does as long as no configuration was measured.
func (s *Search) hasTimeFor(members []int) bool {
	if s.options.Exhaustive && s.options.MaxTime == 0 || len(s.costs.own) == 0 {
		return true
	}
	return s.costs.spent+s.timeOf(members) <= s.limit()
}
