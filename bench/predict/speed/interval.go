package speed

import "math"

// Miss is how far a prediction was from what was measured, on a chip that was
// left out of the fit.
type Miss struct {
	Chip, Family string
	Log          float64 // of measured ÷ predicted
}

// Spread is how wide the intervals of predictions are: the mean of how far
// predictions are off, as logarithms.
type Spread float64

const (
	// typical is how many chips of a family count as much as all chips together.
	// Families differ: there are no large misses on Apple M4, and every second
	// one on old cards is large.
	typical = 1
	// wide is how many times the mean miss an interval of 80 % reaches to each
	// side. A normal distribution would need 1.60 times.
	wide = 1.50
	// mostMiss limits how much a single miss counts.
	mostMiss = 0.5
)

// SpreadOf gives the spread of a family's predictions: the mean over its chips of
// the mean miss of each, drawn towards that of all chips.
func SpreadOf(misses []Miss, family string) Spread {
	all, _ := meanOverChips(misses, func(Miss) bool { return true })
	own, chips := meanOverChips(misses, func(m Miss) bool { return m.Family == family })
	return Spread((typical*all + chips*own) / (typical + chips))
}

// meanOverChips gives the mean over chips of the mean miss of each, and how many
// chips there are.
func meanOverChips(misses []Miss, wanted func(Miss) bool) (mean, chips float64) {
	sums, counts := map[string]float64{}, map[string]float64{}
	var order []string
	for _, m := range misses {
		if !wanted(m) {
			continue
		}
		if counts[m.Chip] == 0 {
			order = append(order, m.Chip)
		}
		sums[m.Chip] += min(mostMiss, math.Abs(m.Log))
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
	reach := math.Exp(wide * float64(s))
	return tps / reach, tps * reach
}
