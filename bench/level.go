package bench

import "math"

// level is what the starts of an engine come to. Repetitions of one start
// share what the start brought (where memory came to lie, which cores were
// given), so a start counts once however many repetitions it has: its median
// is one value. Speeds are compared by ratios, so values are logarithms.
type level struct {
	starts int
	mean   float64 // of the logarithms of the starts' medians
	// square is the square of the mean's standard error.
	square float64
}

// levelOf is the level of so many starts; false where a median is no positive
// number and so has no logarithm.
func levelOf(starts [][]float64) (level, bool) {
	logs := make([]float64, 0, len(starts))
	for _, samples := range starts {
		if samples = finite(samples); len(samples) == 0 {
			continue
		}
		median := medianOf(samples)
		if median <= 0 {
			return level{}, false
		}
		logs = append(logs, math.Log(median))
	}
	if len(logs) == 0 {
		return level{}, false
	}
	mean, deviation := meanStdDev(logs)
	return level{len(logs), mean, deviation * deviation / float64(len(logs))}, true
}

// interval holds the true level with the given confidence, by Student's t over
// the starts; there must be two at least.
func (l level) interval(confidence float64) (low, high float64) {
	off := studentCritical(float64(l.starts-1), confidence) * math.Sqrt(l.square)
	return l.mean - off, l.mean + off
}

// gap is how far two levels lie apart, with the error and the degrees of
// freedom that belong to Welch's test (The generalization of Student's
// problem, 1947), which does not ask both sides to be equally noisy.
type gap struct {
	difference, error, freedom float64
}

func gapOf(a, b level) gap {
	g := gap{difference: b.mean - a.mean, error: math.Sqrt(a.square + b.square), freedom: 1}
	share := func(l level) float64 { return l.square * l.square / float64(l.starts-1) }
	if below := share(a) + share(b); below > 0 {
		g.freedom = (a.square + b.square) * (a.square + b.square) / below
	}
	return g
}

// newStart is how far one more start lies from the level of those before: it
// differs from it by what starts differ, and by what the level is uncertain.
func newStart(before, one level) gap {
	n := float64(before.starts)
	return gap{one.mean - before.mean, math.Sqrt(before.square * (n + 1)), n - 1}
}

// interval holds the true difference with the given confidence.
func (g gap) interval(confidence float64) (low, high float64) {
	off := studentCritical(g.freedom, confidence) * g.error
	return g.difference - off, g.difference + off
}

// below is the chance of a difference as far below a limit as this one, where
// the true difference is the limit.
func (g gap) below(limit float64) float64 {
	far := limit - g.difference
	if g.error == 0 {
		// Samples without any noise: made up, or too coarse to see it.
		if far > 0 {
			return 0
		}
		return 1
	}
	return studentBeyond(far/g.error, g.freedom)
}

// apart is the chance of a difference at least this far from none, on either
// side, where there is none.
func (g gap) apart() float64 {
	return min(1, 2*min(g.below(0), gap{-g.difference, g.error, g.freedom}.below(0)))
}
