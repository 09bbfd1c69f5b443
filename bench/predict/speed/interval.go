package speed

import (
	"cmp"
	"math"
	"slices"
)

// Miss says how far a prediction was from the measured speed. The chip was left
// out of the fit.
type Miss struct {
	Chip, Backend, Family string
	Log                   float64 // logarithm of measured ÷ predicted
}

// Spread is the distance between a prediction and the ends of its 80 %
// interval, as a logarithm.
type Spread float64

// within is the share of a group's misses that an interval reaches. It is a
// little more than 80 %, because the misses of a few chips do not reach as far
// as those of all chips.
const within = 0.85

// The spread of a backend is drawn towards the spread of all chips, and the
// spread of a family towards that of its backend. These say how many chips the
// larger group counts as.
const typicalOfAll, typicalOfBackend = 1, 0.5

// leastSpread is the smallest spread of a group. A group of few chips may have
// been predicted exactly by chance.
const leastSpread = 0.005

// SpreadOf returns the spread of the predictions for a family on a backend.
// Without a family it returns that of the backend, and without a backend that
// of all misses.
//
// The spread of a group of chips is a quantile of its misses without their
// signs, as in conformal prediction. Groups are joined in logarithms, because
// their spreads differ by factors: prompts on Vulkan are missed ten times as far
// as prompts on Metal.
func SpreadOf(misses []Miss, backend, family string) Spread {
	all, _ := reachOf(misses, func(Miss) bool { return true })
	ofBackend, chips := reachOf(misses, func(m Miss) bool { return m.Backend == backend })
	spread := joinSpreads(all, typicalOfAll, ofBackend, chips)
	ofFamily, chips := reachOf(misses, func(m Miss) bool { return m.Backend == backend && m.Family == family })
	return Spread(joinSpreads(spread, typicalOfBackend, ofFamily, chips))
}

// joinSpreads draws the spread of a group of chips towards that of a larger
// group, which counts as typical chips. The group counts as one chip less than
// it has: a single chip does not say how much chips of its family differ. Only
// if it was missed far does it say something.
func joinSpreads(larger, typical, own float64, chips int) float64 {
	n := float64(chips - 1)
	if chips == 1 && own > larger {
		n = 1
	}
	if n <= 0 {
		return larger
	}
	return math.Exp((typical*math.Log(larger) + n*math.Log(own)) / (typical + n))
}

// reachOf says how far the wanted share of misses reaches, and how many chips
// they are of. Each chip counts the same, however many results it has.
func reachOf(misses []Miss, in func(Miss) bool) (reach float64, chips int) {
	type sized struct{ size, weight float64 }
	perChip := map[string]float64{}
	for _, m := range misses {
		if in(m) {
			perChip[m.Chip]++
		}
	}
	var sizes []sized
	for _, m := range misses {
		if in(m) {
			sizes = append(sizes, sized{math.Abs(m.Log), 1 / perChip[m.Chip]})
		}
	}
	slices.SortStableFunc(sizes, func(a, b sized) int { return cmp.Compare(a.size, b.size) })
	// Each miss stands in the middle of its weight. Between two misses the reach
	// grows evenly.
	before, at := 0.0, 0.0
	for _, s := range sizes {
		middle := (before + s.weight/2) / float64(len(perChip))
		if middle >= within {
			reach += (s.size - reach) * (within - at) / (middle - at)
			break
		}
		before, at, reach = before+s.weight, middle, s.size
	}
	return max(leastSpread, reach), len(perChip)
}

// Interval returns the ends of the 80 % interval of a predicted speed. About 80
// of 100 measured speeds lie within the intervals of their predictions.
func (s Spread) Interval(tps float64) (from, to float64) {
	reach := math.Exp(float64(s))
	return tps / reach, tps * reach
}
