package report

import (
	"math"
	"slices"
)

// This file computes the program's figures a second time, by textbook formulas
// and without calling the code under test.

// middleOf is the median.
func middleOf(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n == 0 {
		return 0
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// averageOf is the mean, with the variance over n−1.
func averageOf(values []float64) (mean, variance float64) {
	for _, v := range values {
		mean += v
	}
	mean /= float64(len(values))
	for _, v := range values {
		variance += (v - mean) * (v - mean)
	}
	if len(values) > 1 {
		variance /= float64(len(values) - 1)
	}
	return mean, variance
}

// tailOfT is the probability that Student's t is above t. It adds up the
// density; with x = √v·tan u the density is a power of the cosine.
func tailOfT(t, freedom float64) float64 {
	return 0.5 - underT(math.Atan(t/math.Sqrt(freedom)), freedom)
}

// underT is the integral of the density from 0 to u, by Simpson's rule.
func underT(u, freedom float64) float64 {
	const steps = 1000
	lower, _ := math.Lgamma(freedom / 2)
	upper, _ := math.Lgamma((freedom + 1) / 2)
	sum := 0.0
	for i := range steps + 1 {
		weight := 2.0
		switch {
		case i == 0 || i == steps:
			weight = 1
		case i%2 == 1:
			weight = 4
		}
		sum += weight * math.Pow(math.Cos(u*float64(i)/steps), freedom-1)
	}
	return sum * u / steps / 3 * math.Exp(upper-lower) / math.Sqrt(math.Pi)
}

// bandOfT is the t with 95 % between -t and t, found by bisection.
func bandOfT(freedom float64) float64 {
	low, high := 0.0, math.Pi/2
	for range 80 {
		if middle := (low + high) / 2; underT(middle, freedom) < 0.475 {
			low = middle
		} else {
			high = middle
		}
	}
	return math.Sqrt(freedom) * math.Tan(low)
}

// bandOfMedian gives the range of n sorted values that contains the median with
// a probability of 95 %. It grows from the middle, each time on the likelier side, and on the
// lower one if both are equally likely. It is false if even all values do not
// reach 95 %.
func bandOfMedian(n int) (low, high int, known bool) {
	chance := func(k int) float64 { // the probability that k of n are below the median
		if k < 0 || k > n {
			return 0
		}
		c := math.Pow(0.5, float64(n))
		for i := range k {
			c *= float64(n-i) / float64(i+1)
		}
		return c
	}
	low = n / 2
	high = low + 1
	for sum := chance(low); sum < 0.95; {
		// Rounding must not decide between equal sides.
		if l, r := chance(low-1), chance(high); l >= r*(1-1e-9) {
			low, sum = low-1, sum+l
		} else {
			high, sum = high+1, sum+r
		}
		if low < 0 || high > n+1 {
			return 0, 0, false
		}
	}
	return low - 1, high - 1, low >= 1 && high <= n
}

// orders is the probability that, in a random order, the numbers of rising and
// of falling pairs differ by at least atLeast. Only pairs of values in the same
// group count.
func orders(groups [][]float64, atLeast int) float64 {
	chances := map[int]float64{0: 1} // by pairs that rise minus pairs that fall
	for _, g := range groups {
		for m := 1; m < len(g); m++ { // the next value can be at m+1 positions
			next := map[int]float64{}
			for score, chance := range chances {
				for position := range m + 1 {
					next[score+m-2*position] += chance / float64(m+1)
				}
			}
			chances = next
		}
	}
	sum := 0.0
	for score, chance := range chances {
		if max(score, -score) >= atLeast {
			sum += chance
		}
	}
	return sum
}
