package bench

import "math"

// startsDiffer is the standard deviation that is assumed for the logarithms of
// starts if nothing was measured. It lies between the deviations of the
// quietest machines and of small virtual machines.
const startsDiffer = 0.02

// StartsFor is about how many starts of the engine the median needs to reach a
// precision, if starts continue to differ as they did. Fewer than two starts do
// not show that; then startsDiffer is used.
func (s Summary) StartsFor(precision float64) int {
	differ := startsDiffer
	if half, known := s.HalfWidth(); known && s.Starts >= 2 {
		differ = math.Log1p(half) * math.Sqrt(float64(s.Starts)) / StudentCritical(float64(s.Starts-1), s.Confidence)
	}
	for n := PrecisionStarts; n < MaxPrecisionRepetitions; n++ {
		if half := differ * StudentCritical(float64(n-1), Confidence) / math.Sqrt(float64(n)); math.Expm1(half) <= precision {
			return n
		}
	}
	return MaxPrecisionRepetitions
}
