package bench

import "math"

// trend is the change from the first value to the last as a fraction of the
// median, by the median of all slopes (Theil and Sen), and the chance of an
// order at least as sorted where nothing changes: Kendall's test of the values
// against their order (Mann, Nonparametric tests against trend, 1945), counted
// out for up to exactTrend values.
func trend(values []float64) (change, p float64) {
	n := len(values)
	middle := medianOf(values)
	if n < 5 || middle == 0 {
		return 0, 1
	}
	var slopes []float64
	score := 0 // pairs that rise, less those that fall
	for i := range values {
		for k := i + 1; k < n; k++ {
			slopes = append(slopes, (values[k]-values[i])/float64(k-i))
			switch {
			case values[k] > values[i]:
				score++
			case values[k] < values[i]:
				score--
			}
		}
	}
	return medianOf(slopes) * float64(n-1) / middle, trendChance(n, score)
}

const exactTrend = 60

// trendChance is the chance of a score at least as far from zero, both sides.
func trendChance(n, score int) float64 {
	score = max(score, -score)
	pairs := n * (n - 1) / 2
	if n > exactTrend {
		deviation := math.Sqrt(float64(n*(n-1)*(2*n+5)) / 18)
		return math.Erfc(math.Max(float64(score)-1, 0) / deviation / math.Sqrt2)
	}
	// counts[i] is how many orders have i pairs in the wrong order, as shares.
	counts := []float64{1}
	for m := 2; m <= n; m++ {
		next := make([]float64, len(counts)+m-1)
		for i, c := range counts {
			for k := range m {
				next[i+k] += c / float64(m)
			}
		}
		counts = next
	}
	chance := 0.0
	for wrong, c := range counts {
		if s := pairs - 2*wrong; s >= score || -s >= score {
			chance += c
		}
	}
	return math.Min(chance, 1)
}
