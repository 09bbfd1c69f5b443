package fitting

import (
	"math"

	"dragstrip/bench/predict/speed"
)

// Coverage is how many of the rows are within their intervals.
type Coverage struct {
	Rows, Within int
	ByFamily     map[string][2]int // rows, and those within
}

// Fraction of the rows that are within their intervals.
func (c Coverage) Fraction() float64 { return float64(c.Within) / float64(max(1, c.Rows)) }

// CoverageOf judges intervals. For each chip, effects and spread come from the
// other chips only: those are left out one by one, too.
func CoverageOf(rows []Row) Coverage {
	c := Coverage{ByFamily: map[string][2]int{}}
	for _, chip := range chipsOf(rows) {
		own, others := split(rows, chip)
		misses := Misses(LeaveOneChipOut(others))
		effects := Fit(others)
		for _, r := range own {
			from, to := speed.SpreadOf(misses, r.Place.Family).Interval(1 / effects.Seconds(r.Place, r.Work))
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

// Misses are how far predictions were off.
func Misses(all []Predicted) (out []speed.Miss) {
	for _, p := range all {
		out = append(out, speed.Miss{Chip: p.Chip, Family: p.Place.Family, Log: math.Log(p.TPS / p.Predicted)})
	}
	return out
}
