package timeline

import (
	"math"
	"slices"

	"github.com/aclements/go-moremath/stats"
)

// Change is a point at which the level changes.
type Change struct {
	// At is the index of the first value of the new level.
	At int
	// Ratio is the new level divided by the old one, minus 1. Both levels are
	// medians of the values up to the next change on that side.
	Ratio float64
	// P is the chance of such a difference if nothing had changed, by Welch's test.
	P float64
}

// windows are the numbers of sessions on a side that are tested. A short window
// finds a change that is soon undone. A long window finds a small change.
var windows = []int{5, 20}

const (
	// leastSide is the smallest number of sessions on each side of a change.
	leastSide = 3
	// mostP is the highest accepted chance that a change is found at one point
	// where nothing changed, in a series of usual sessions. It is small, because
	// every point is tested.
	mostP, usual = 0.0004, 30
	// leastRatio is the smallest change that is reported.
	leastRatio = 0.01
)

// Changes finds the changes in a series of speeds, the oldest first. All values
// must be positive. builds names the engine build of each speed, or is nil.
func Changes(tps []float64, builds []string) []Change {
	s := newSeries(tps, builds)
	var at []int
	s.split(0, len(s.logs), &at)
	slices.Sort(at)
	return s.judged(at)
}

// split finds the best point between two ends and adds it. Then it does the
// same on both sides of the point.
func (s *series) split(from, to int, at *[]int) {
	best, least := -1, s.mostP
	for i := from + leastSide; i+leastSide <= to; i++ {
		for _, window := range windows {
			if p := s.differ(s.logs[max(from, i-window):i], s.logs[i:min(to, i+window)]); p < least {
				best, least = i, p
			}
		}
	}
	if best < 0 {
		return
	}
	best = sharpened(s.logs, from, best, to)
	*at = append(*at, best)
	s.split(from, best, at)
	s.split(best, to, at)
}

// sharpened moves a point to where the values are closest to the medians of
// their sides. The test by itself is not exact, because the first sessions of the
// other level count as outliers, and hardly matter to it.
func sharpened(logs []float64, from, at, to int) int {
	for range windows[1] {
		best := sharper(logs, from, at, to)
		if best == at {
			break
		}
		at = best
	}
	return at
}

// sharper moves a point by up to two sessions.
func sharper(logs []float64, from, at, to int) int {
	off := func(i int) float64 {
		return offCentre(logs[max(from, at-windows[1]):i]) + offCentre(logs[i:min(to, at+windows[1])])
	}
	best, least := at, off(at)
	for i := max(from+leastSide, at-2); i <= min(to-leastSide, at+2); i++ {
		if off := off(i); off < least {
			best, least = i, off
		}
	}
	return best
}

func offCentre(side []float64) (sum float64) {
	centre := median(side)
	for _, v := range side {
		sum += math.Abs(v - centre)
	}
	return sum
}

// judged tests the points again, each between its neighbours, and drops the
// weakest point until all points pass. A point that was found early may be weak
// beside points that were found later.
func (s *series) judged(at []int) []Change {
	for {
		var out []Change
		weakest, worst := -1, 0.0
		for i, point := range at {
			from, to := 0, len(s.logs)
			if i > 0 {
				from = at[i-1]
			}
			if i+1 < len(at) {
				to = at[i+1]
			}
			before, after := s.logs[from:point], s.logs[point:to]
			c := Change{point, math.Exp(median(after)-median(before)) - 1, s.differ(before, after)}
			if math.Abs(c.Ratio) < leastRatio {
				c.P = 1
			}
			if c.P > s.mostP && c.P > worst {
				weakest, worst = i, c.P
			}
			out = append(out, c)
		}
		if weakest < 0 {
			return out
		}
		at = slices.Delete(slices.Clone(at), weakest, weakest+1)
	}
}

// differ is the chance of the difference between two sides, by Welch's test. It
// is 1 if there is no difference or the test is not possible.
func (s *series) differ(a, b []float64) float64 {
	if len(a) < leastSide || len(b) < leastSide {
		return 1
	}
	x, y := stats.Sample{Xs: drawn(a)}, stats.Sample{Xs: drawn(b)}
	result, err := stats.TwoSampleWelchTTest(x, y, stats.LocationDiffers)
	if err != nil || math.IsNaN(result.P) {
		if median(a) != median(b) {
			return 0 // both sides have no scatter at all
		}
		return 1
	}
	return s.chance(result.T, result.DoF, len(a), len(b))
}

// farOut times the median distance of the values from their median is the
// largest distance that a value keeps. A value further away is moved to this
// distance.
const farOut = 5

// drawn moves outliers towards the median of their side.
func drawn(side []float64) []float64 {
	centre := median(side)
	var apart []float64
	for _, v := range side {
		apart = append(apart, math.Abs(v-centre))
	}
	reach := farOut * median(apart)
	if reach == 0 {
		return side
	}
	out := make([]float64, len(side))
	for i, v := range side {
		out[i] = max(centre-reach, min(centre+reach, v))
	}
	return out
}

func median(values []float64) float64 {
	v := slices.Sorted(slices.Values(values))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}
