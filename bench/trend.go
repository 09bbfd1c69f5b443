package bench

import (
	"fmt"
	"math"
	"slices"
)

// Bounds of what counts as a trend.
const (
	// leastTrend is how much a test must change from its first repetition to
	// its last.
	leastTrend = 0.02
	// trendAlpha is the highest chance of such an order if nothing changes. If
	// trends looks twice, each look gets one half.
	trendAlpha = 0.01
)

// trends is the doubt about repetitions that changed in one direction. Two
// things can do that: the repetitions within each start, and the starts one
// after the other. They are examined separately, because repetitions of one
// start are alike: two starts of six repetitions that differ by chance would
// look like twelve values in order.
func trends(starts [][]float64) (Warning, bool) {
	var medians []float64
	several := false
	for _, samples := range starts {
		if len(samples) > 0 {
			medians = append(medians, medianOf(samples))
		}
		several = several || len(samples) > 1
	}
	alpha, within, between := trendAlpha, "the repetitions", "the repetitions"
	if several && len(medians) > 1 {
		alpha, within, between = trendAlpha/2, "within each start the repetitions", "the starts of the engine"
	}
	for _, look := range []struct {
		what   string
		groups [][]float64
	}{{within, starts}, {between, [][]float64{medians}}} {
		if change, p := trend(look.groups...); math.Abs(change) > leastTrend && p < alpha {
			return doubted("trend", fmt.Sprintf("%s changed by %+.1f %% from the first to the last", look.what, 100*change)), true
		}
	}
	return Warning{}, false
}

// trend gives the change from the first value to the last as a fraction of the
// median, from the median of all slopes (Theil and Sen). p is the chance of an
// order at least as sorted if nothing changes. It is Kendall's test of the
// values against their order (Mann, Nonparametric tests against trend, 1945),
// which is exact for up to exactTrend values. Each value is compared only with
// values of its own group.
func trend(groups ...[]float64) (change, p float64) {
	middle := medianOf(slices.Concat(groups...))
	if middle == 0 {
		return 0, 1
	}
	var slopes []float64
	var sizes []int
	longest, score := 0, 0 // score: pairs that rise, minus pairs that fall
	for _, values := range groups {
		sizes, longest = append(sizes, len(values)), max(longest, len(values))
		for i := range values {
			for k := i + 1; k < len(values); k++ {
				slopes = append(slopes, (values[k]-values[i])/float64(k-i))
				switch {
				case values[k] > values[i]:
					score++
				case values[k] < values[i]:
					score--
				}
			}
		}
	}
	if len(slopes) == 0 {
		return 0, 1
	}
	return medianOf(slopes) * float64(longest-1) / middle, trendChance(sizes, score)
}

const exactTrend = 60

// trendChance is the chance of a score at least as far from zero, in either
// direction, for groups of these sizes.
func trendChance(sizes []int, score int) float64 {
	score = max(score, -score)
	n, pairs, variance := 0, 0, 0.0
	for _, size := range sizes {
		n, pairs = n+size, pairs+size*(size-1)/2
		variance += float64(size*(size-1)*(2*size+5)) / 18
	}
	if n > exactTrend {
		return math.Erfc(math.Max(float64(score)-1, 0) / math.Sqrt(variance) / math.Sqrt2)
	}
	// counts[i] is the fraction of all orders that have i pairs in the wrong
	// order.
	counts := []float64{1}
	for _, size := range sizes {
		for m := 2; m <= size; m++ {
			next := make([]float64, len(counts)+m-1)
			for i, c := range counts {
				for k := range m {
					next[i+k] += c / float64(m)
				}
			}
			counts = next
		}
	}
	chance := 0.0
	for wrong, c := range counts {
		if s := pairs - 2*wrong; s >= score || -s >= score {
			chance += c
		}
	}
	return math.Min(chance, 1)
}
