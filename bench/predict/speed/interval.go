package speed

import "math"

// Spread is the distance between a prediction and the ends of its 80 %
// interval, as a logarithm.
type Spread float64

// Interval returns the ends of the 80 % interval of a predicted speed. About 80
// of 100 measured speeds lie within the intervals of their predictions.
func (s Spread) Interval(tps float64) (from, to float64) {
	reach := math.Exp(float64(s))
	return tps / reach, tps * reach
}

// and adds a cause of misses that has nothing to do with the others. Such
// causes add as the sides of a right angle, in logarithms: seldom do both miss
// far, and in the same direction.
func (s Spread) and(more Spread) Spread { return Spread(math.Hypot(float64(s), float64(more))) }
