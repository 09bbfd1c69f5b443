package fitting

import "github.com/aclements/go-moremath/stats"

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
		spreads, effects := SpreadsOf(Misses(m.LeaveOneOut(others, ByChip))), m.fit(others, nil)
		for _, r := range own {
			from, to := spreads.Of(r.Place.Backend, r.Place.Family).Interval(m.tps(effects, r))
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

// Bounds says which shares of all rows would be within their intervals, if
// within of so many rows are: the 95 % interval of Clopper and Pearson. A few
// rows say little: if 9 of 9 are within, the share may be as small as 66 %.
func Bounds(rows, within int) (least, most float64) {
	least, most = 0, 1
	if within > 0 {
		least = shareAt(func(p float64) bool { return 1-atMost(rows, within-1, p) < 0.025 })
	}
	if within < rows {
		most = shareAt(func(p float64) bool { return atMost(rows, within, p) > 0.025 })
	}
	return least, most
}

// shareAt finds the share up to which below is true.
func shareAt(below func(share float64) bool) float64 {
	low, high := 0.0, 1.0
	for range 40 {
		if middle := (low + high) / 2; below(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// atMost is the chance that at most k of n rows are within their intervals, if a
// share p of all rows is.
func atMost(n, k int, p float64) float64 { return stats.BinomialDist{N: n, P: p}.CDF(float64(k)) }
