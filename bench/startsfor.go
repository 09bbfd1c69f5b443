package bench

import "math"

// startsDiffer is how far apart the logarithms of starts are taken to lie where
// nothing was measured: between the quietest machines and small virtual ones.
const startsDiffer = 0.02

// StartsFor is about how many starts of the engine it takes until the median is
// known to a precision, where starts go on to differ as they did. Of fewer than
// two starts nothing is known of how they differ.
func (s Summary) StartsFor(precision float64) int {
	differ := startsDiffer
	if half, known := s.HalfWidth(); known && s.Starts >= 2 {
		differ = math.Log1p(half) * math.Sqrt(float64(s.Starts)) / studentCritical(float64(s.Starts-1), s.Confidence)
	}
	for n := PrecisionStarts; n < MaxPrecisionRepetitions; n++ {
		if half := differ * studentCritical(float64(n-1), Confidence) / math.Sqrt(float64(n)); math.Expm1(half) <= precision {
			return n
		}
	}
	return MaxPrecisionRepetitions
}
