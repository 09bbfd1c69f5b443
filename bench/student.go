package bench

import (
	"math"

	"github.com/aclements/go-moremath/stats"
)

// StudentCritical is how many standard errors to each side of a mean contain
// the true mean with the given confidence, if the error was estimated with the
// given degrees of freedom (Student, The probable error of a mean, 1908).
func StudentCritical(freedom, confidence float64) float64 {
	// From zero on, the curve falls and bends upwards. So Newton's steps
	// approach the solution from the left and never pass it.
	of, beyond := stats.TDist{V: freedom}, (1-confidence)/2
	t := 0.0
	for range 100 {
		step := (studentBeyond(t, freedom) - beyond) / of.PDF(t)
		t += step
		if step <= 1e-10*t {
			break
		}
	}
	return t
}

// studentBeyond is the probability that chance alone gives more than t standard
// errors to one side.
func studentBeyond(t, freedom float64) float64 {
	switch {
	case math.IsInf(t, 1):
		return 0
	case math.IsInf(t, -1):
		return 1
	}
	return stats.TDist{V: freedom}.CDF(-t)
}
