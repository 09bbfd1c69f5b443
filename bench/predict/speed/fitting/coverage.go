package fitting

import (
	"math"

	"dragstrip/bench/predict/speed"
)

// Coverage says how many rows are within their intervals.
type Coverage struct {
	Rows, Within int
	ByFamily     map[string][2]int // number of rows, and number of rows within
}

// Fraction returns the fraction of rows that are within their intervals.
func (c Coverage) Fraction() float64 { return float64(c.Within) / float64(max(1, c.Rows)) }

// CoverageOf judges the intervals of generation. For each chip, effects and
// spread come only from the other chips. For the spread, the other chips are
// left out one by one, too.
func CoverageOf(rows []Row) Coverage {
	return coverage(rows, speed.OfGeneration, LeaveOneChipOut, Fit, func(e speed.Effects, r Row) float64 { return 1 / e.Seconds(r.Place, r.Work) })
}

// CoverageOfPrompts judges the intervals of prompt processing in the same way.
func CoverageOfPrompts(rows []Row) Coverage {
	return coverage(rows, speed.OfPrompts, LeaveOneChipOutPrompt, FitPrompt, func(e speed.Effects, r Row) float64 { return e.PromptTPS(r.Place, r.Work) })
}

func coverage(rows []Row, kind speed.Misses, leave func([]Row) []Predicted, fit func([]Row) speed.Effects, tps func(speed.Effects, Row) float64) Coverage {
	c := Coverage{ByFamily: map[string][2]int{}}
	for _, chip := range chipsOf(rows) {
		own, others := split(rows, chip)
		misses, effects := Misses(leave(others)), fit(others)
		for _, r := range own {
			from, to := kind.SpreadOf(misses, r.Place.Family).Interval(tps(effects, r))
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

// Misses returns how far predictions were from the measured speeds.
func Misses(all []Predicted) (out []speed.Miss) {
	for _, p := range all {
		out = append(out, speed.Miss{Chip: p.Chip, Family: p.Place.Family, Log: math.Log(p.TPS / p.Predicted)})
	}
	return out
}
