package fitting

// Coverage says how many rows are within their intervals.
type Coverage struct {
	Rows, Within int
	ByFamily     map[string][2]int // number of rows, and number of rows within
}

// Fraction returns the fraction of rows that are within their intervals.
func (c Coverage) Fraction() float64 { return float64(c.Within) / float64(max(1, c.Rows)) }

// Coverage judges the intervals of predictions. For each chip, effects and spread
// come only from the other chips. For the spread, the other chips are left out
// one by one, too.
func (m Method) Coverage(rows []Row) Coverage {
	c := Coverage{ByFamily: map[string][2]int{}}
	for own, others := range parted(rows, ByChip) {
		misses, effects := Misses(m.LeaveOneOut(others, ByChip)), m.fit(others, nil)
		for _, r := range own {
			from, to := m.misses.SpreadOf(misses, r.Place.Family).Interval(m.tps(effects, r))
			n := c.ByFamily[r.Place.Family]
			c.Rows++
			n[0]++
			if from <= r.TPS && r.TPS <= to {
				c.Within++
				n[1]++
			}
			c.ByFamily[r.Place.Family] = n
		}
	}
	return c
}
