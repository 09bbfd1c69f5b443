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
	// trendAlpha is the chance of that order where nothing changes; shared
	// between the two looks of trends where both are possible.
	trendAlpha = 0.01
)

// trends is the doubt on repetitions that went one way. Two things can: the
// repetitions within each start, and one start after the other. They are looked
// at apart, because repetitions of a start lie together: two starts of six that
// differ by chance would pass for twelve values in order.
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

// trend is the change from the first value to the last as a fraction of the
// median, by the median of all slopes (Theil and Sen), and the chance of an
// order at least as sorted where nothing changes: Kendall's test of the values
// against their order (Mann, Nonparametric tests against trend, 1945), counted
// out for up to exactTrend values. Values of several groups are held against
// those of their own group alone.
func trend(groups ...[]float64) (change, p float64) {
	middle := medianOf(slices.Concat(groups...))
	if middle == 0 {
		return 0, 1
	}
	var slopes []float64
	var sizes []int
	longest, score := 0, 0 // score: pairs that rise, less those that fall
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

// trendChance is the chance of a score at least as far from zero, both sides,
// of groups of these sizes.
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
	// counts[i] is how many orders have i pairs in the wrong order, as shares.
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
