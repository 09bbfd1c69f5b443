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
	// trendAlpha is the highest accepted chance that values come in such an
	// order although nothing changes. If trends looks twice, each look gets one
	// half.
	trendAlpha = 0.01
)

// trends is the doubt about repetitions that changed in one direction. There
// are two kinds: a change over the repetitions within each start, and a change
// from start to start. They are examined separately, because repetitions of one
// start are alike: two starts of six repetitions that differ by chance would
// look like twelve values in order.
func trends(starts [][]float64) (Warning, bool) {
	var medians []float64
	several := false
	for _, samples := range starts {
		if len(samples) > 0 {
			medians = append(medians, Median(samples))
		}
		several = several || len(samples) > 1
	}
	alpha, within, between := trendAlpha, "the speed changed by %+.1f %% from the first repetition to the last", "the speed changed by %+.1f %% from the first repetition to the last"
	if several && len(medians) > 1 {
		alpha, within, between = trendAlpha/2, "within each start of the engine, the speed changed by %+.1f %% from the first repetition to the last", "the speed changed by %+.1f %% from the first start of the engine to the last"
	}
	for _, look := range []struct {
		what   string
		groups [][]float64
	}{{within, starts}, {between, [][]float64{medians}}} {
		if change, p := trend(look.groups...); math.Abs(change) > leastTrend && p < alpha {
			return doubted("trend", fmt.Sprintf(look.what, 100*change)), true
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
	middle := Median(slices.Concat(groups...))
	if middle == 0 {
		return 0, 1
	}
	var all []float64
	var sizes []int
	longest, score := 0, 0
	for _, values := range groups {
		sizes, longest = append(sizes, len(values)), max(longest, len(values))
		all, score = append(all, slopes(values)...), score+rising(values)
	}
	if len(all) == 0 {
		return 0, 1
	}
	return Median(all) * float64(longest-1) / middle, trendChance(sizes, score)
}

// allSlopes is the highest number of values for which each value is compared
// with every other one. The slopes of ten thousand values take seconds and half
// a gigabyte.
const allSlopes = 300

// slopes are the slopes between the values of a list. In a long list, each
// value of the first half is compared with the value half a list later (Theil's
// incomplete method).
func slopes(values []float64) (out []float64) {
	if half := (len(values) + 1) / 2; len(values) > allSlopes {
		for i := range values[half:] {
			out = append(out, (values[half+i]-values[i])/float64(half))
		}
		return out
	}
	for i := range values {
		for k := i + 1; k < len(values); k++ {
			out = append(out, (values[k]-values[i])/float64(k-i))
		}
	}
	return out
}

// rising is the number of pairs in a list that rise, minus the number of pairs
// that fall.
func rising(values []float64) int {
	turned := slices.Clone(values)
	for i := range turned {
		turned[i] = -turned[i]
	}
	room := make([]float64, len(values))
	return falling(turned, room) - falling(slices.Clone(values), room)
}

// falling is the number of pairs in a list that fall. It sorts the list by
// merging, which takes far fewer steps than there are pairs. room has the
// list's length.
func falling(values, room []float64) int {
	if len(values) < 2 {
		return 0
	}
	middle := len(values) / 2
	pairs := falling(values[:middle], room) + falling(values[middle:], room)
	copy(room, values)
	first, second := 0, middle
	for i := range values {
		if second == len(values) || first < middle && room[first] <= room[second] {
			values[i] = room[first]
			first++
			continue
		}
		pairs += middle - first
		values[i] = room[second]
		second++
	}
	return pairs
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
