package bench

import (
	"fmt"
	"math"
	"slices"
)

// When first repetitions are doubted.
const (
	// slowFirst is the fraction by which they must be slower than the other
	// repetitions of the same starts.
	slowFirst = 0.05
	// slowFirstAlpha is the highest accepted chance that noise alone causes this:
	// 1 in 80 tests. With four tests in a session, that is 1 in 20 sessions.
	slowFirstAlpha = 1.0 / 80
	// leastFirstFreedom is how many degrees of freedom the estimate of the
	// noise needs. With one (a single start of three repetitions, for example)
	// the test could show almost nothing.
	leastFirstFreedom = 2
)

// firsts compares the first repetitions of a test's starts with the others.
type firsts struct {
	starts int
	// gap is the difference between their logarithms and those of the others.
	gap gap
}

// firstsOf compares the first repetition of every start with the others of the
// same start, so that differences between starts do not count. It is Student's
// test: each start gives one difference. The noise is estimated from how the
// other repetitions differ within their starts, and from how these differences
// vary between starts. Starts of one repetition are left out. It is false if
// the remaining starts do not show how large the noise is.
func firstsOf(starts [][]float64) (firsts, bool) {
	var weights, sum, noise, freedom float64
	var apart, weight []float64
	for _, samples := range starts {
		if len(samples) < 2 || slices.Min(samples) <= 0 {
			continue
		}
		first, others := math.Log(samples[0]), logs(samples[1:])
		mean, deviation := meanStdDev(others)
		n := float64(len(others))
		w := n / (n + 1) // the fewer others, the less certain is their mean
		apart, weight = append(apart, first-mean), append(weight, w)
		weights, sum = weights+w, sum+w*(first-mean)
		noise, freedom = noise+deviation*deviation*(n-1), freedom+n-1
	}
	if len(apart) == 0 {
		return firsts{}, false
	}
	middle := sum / weights
	for i, d := range apart {
		noise += weight[i] * (d - middle) * (d - middle)
	}
	if freedom += float64(len(apart) - 1); freedom < leastFirstFreedom {
		return firsts{}, false
	}
	return firsts{len(apart), gap{middle, math.Sqrt(noise / freedom / weights), freedom}}, true
}

// slowFirsts is the doubt about first repetitions that are slower than the
// others of their starts: something is still loading when the measurement
// begins.
func slowFirsts(starts [][]float64) (Warning, bool) {
	f, known := firstsOf(starts)
	slower := 1 - math.Exp(f.gap.difference)
	if !known || slower <= slowFirst || f.gap.below(0) >= slowFirstAlpha {
		return Warning{}, false
	}
	text := fmt.Sprintf("the first repetition was %.0f %% slower than the others", 100*slower)
	if f.starts > 1 {
		text = fmt.Sprintf("in %d starts of the engine, the first repetition was about %.0f %% slower than the later ones", f.starts, 100*slower)
	}
	return doubted("slow_first", text), true
}

// withoutFirsts are the starts without their first repetitions. A start with
// only one repetition keeps it.
func withoutFirsts(starts [][]float64) [][]float64 {
	out := slices.Clone(starts)
	for i, samples := range out {
		if len(samples) > 1 {
			out[i] = samples[1:]
		}
	}
	return out
}
