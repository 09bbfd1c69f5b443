package report

import (
	"math"
	"slices"
)

// What follows is the arithmetic of this program's figures a second time, as a
// textbook has it, calling nothing of the first.

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

// tailOfT is the chance of Student's t above t, by adding up the density: with
// x = √v·tan u it is a power of the cosine.
func tailOfT(t, freedom float64) float64 {
	return 0.5 - underT(math.Atan(t/math.Sqrt(freedom)), freedom)
}

// underT is the density from 0 to u, by Simpson's rule.
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

// bandOfT is the t that holds 95 % between its two signs, by halving.
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

// bandOfMedian gives which of n sorted values hold the median with 95 %: from
// the middle outwards, the likelier side next, the lower one where both are as
// likely. false where even all of them do not.
func bandOfMedian(n int) (low, high int, known bool) {
	chance := func(k int) float64 { // that k of n fall below the median
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

// orders counts, of all orders of values dealt out to groups, the share with at
// least so many pairs more one way than the other, each group by itself.
func orders(groups [][]float64, atLeast int) float64 {
	shares := map[int]float64{0: 1} // by pairs that rise less pairs that fall
	for _, g := range groups {
		for m := 1; m < len(g); m++ { // the next value may stand at m+1 places
			next := map[int]float64{}
			for score, share := range shares {
				for place := range m + 1 {
					next[score+m-2*place] += share / float64(m+1)
				}
			}
			shares = next
		}
	}
	sum := 0.0
	for score, share := range shares {
		if max(score, -score) >= atLeast {
			sum += share
		}
	}
	return sum
}
