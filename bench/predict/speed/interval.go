package speed

import "math"

// Miss is how far a prediction was from what was measured, on a chip that was
// left out of the fit.
type Miss struct {
	Chip, Family string
	Log          float64 // of measured ÷ predicted
}

// Spread is how far the ends of the 80 % interval of a prediction are from it, as
// a logarithm.
type Spread float64

// typical is how many chips of a family count as much as all chips together.
// Families differ: there are no large misses on Apple M4, and every second one
// on old cards is large.
const typical = 0.5

// Misses says how the misses of one kind of prediction become an interval.
type Misses struct {
	// Most limits how much one miss counts. Wide is how many times the mean miss
	// the interval reaches to each side. A normal distribution would need 1.60
	// times.
	Most, Wide float64
}

// The misses of both kinds of predictions: those of prompts have longer tails,
// because settings decide more.
var (
	OfGeneration = Misses{Most: 0.5, Wide: 1.55}
	OfPrompts    = Misses{Most: 1.2, Wide: 2.20}
)

// SpreadOf gives the spread of a family's predictions. It is made from the mean
// over the family's chips of the mean miss of each, drawn towards that of all
// chips.
func (k Misses) SpreadOf(misses []Miss, family string) Spread {
	all, _ := k.meanOverChips(misses, func(Miss) bool { return true })
	own, chips := k.meanOverChips(misses, func(m Miss) bool { return m.Family == family })
	return Spread(k.Wide * (typical*all + chips*own) / (typical + chips))
}

// meanOverChips gives the mean over chips of the mean miss of each, and how many
// chips there are.
func (k Misses) meanOverChips(misses []Miss, wanted func(Miss) bool) (mean, chips float64) {
	sums, counts := map[string]float64{}, map[string]float64{}
	var order []string
	for _, m := range misses {
		if !wanted(m) {
			continue
		}
		if counts[m.Chip] == 0 {
			order = append(order, m.Chip)
		}
		sums[m.Chip] += min(k.Most, math.Abs(m.Log))
		counts[m.Chip]++
	}
	for _, chip := range order { // in order, so that the sum is always the same
		mean += sums[chip] / counts[chip]
	}
	return mean / max(1, float64(len(order))), float64(len(order))
}

// Interval gives the ends of the 80 % interval of a predicted speed: of 100
// speeds that were predicted in this way, about 80 are within theirs.
func (s Spread) Interval(tps float64) (from, to float64) {
	reach := math.Exp(float64(s))
	return tps / reach, tps * reach
}
