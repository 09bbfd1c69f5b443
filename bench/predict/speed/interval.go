package speed

import "math"

// Miss says how far a prediction was from the measured speed. The chip was left
// out of the fit.
type Miss struct {
	Chip, Family string
	Log          float64 // logarithm of measured ÷ predicted
}

// Spread is the distance between a prediction and the ends of its 80 %
// interval, as a logarithm.
type Spread float64

// typical is the number of chips in a family that count as much as the mean of
// all chips. It is small because families differ: on Apple M4 no miss is large,
// and on old cards every second miss is large.
const typical = 0.5

// Misses says how an interval is made from the misses of one kind of
// prediction.
type Misses struct {
	// Most limits how much one miss counts. The interval reaches Wide times the
	// mean miss to each side. For a normal distribution Wide would be 1.60.
	Most, Wide float64
}

// These are for the two kinds of predictions. Misses of prompts have longer
// tails, because settings matter more there.
var (
	OfGeneration = Misses{Most: 0.5, Wide: 1.55}
	OfPrompts    = Misses{Most: 1.2, Wide: 2.20}
)

// SpreadOf returns the spread of the predictions for a family. It takes the
// mean miss of each chip, and the mean of these over the chips of the family.
// This mean is drawn towards the mean over all chips.
func (k Misses) SpreadOf(misses []Miss, family string) Spread {
	all, _ := k.meanOverChips(misses, func(Miss) bool { return true })
	own, chips := k.meanOverChips(misses, func(m Miss) bool { return m.Family == family })
	return Spread(k.Wide * (typical*all + chips*own) / (typical + chips))
}

// meanOverChips takes the mean miss of each chip, and returns the mean of these
// over all wanted chips, and the number of chips.
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

// These are the start values for the mean miss of predictions from a machine's
// own results alone: one for a model that was measured, one for another model. A
// start value has the same weight as one observed miss.
const sameSpread, otherSpread = 0.08, 0.3

// fewSpread replaces sameSpread if no result has an interval of its own. A few
// repetitions in one start of the engine may be near to each other, and all of
// them far from the next start. If all results are disturbed, otherSpread
// replaces sameSpread.
const fewSpread = 0.14

// Interval returns the ends of the 80 % interval of a predicted speed. About 80
// of 100 measured speeds lie within the intervals of their predictions.
func (s Spread) Interval(tps float64) (from, to float64) {
	reach := math.Exp(float64(s))
	return tps / reach, tps * reach
}
