package bench

import "math"

// level is the mean speed over starts of an engine. Repetitions of one start
// share its conditions (which memory and which cores it got). So each start
// counts once, however many repetitions it has: its median is one value. Speeds
// are compared by ratios, so values are logarithms.
type level struct {
	starts int
	mean   float64 // of the logarithms of the starts' medians
	// own is the square of the mean's standard error, estimated from its own
	// starts.
	own errorPart
	// scatter is how much sessions differ; zero if other sessions do not count
	// here.
	scatter Scatter
}

// errorPart is a part of the square of an error, with its degrees of freedom.
type errorPart struct{ square, freedom float64 }

// together is the error that independent parts add up to, with its degrees of
// freedom (Satterthwaite, An approximate distribution of estimates of variance
// components, 1946).
func together(parts ...errorPart) (err, freedom float64) {
	var sum, below float64
	for _, s := range parts {
		if s.square > 0 {
			sum += s.square
			below += s.square * s.square / s.freedom
		}
	}
	if below == 0 {
		return 0, 1
	}
	return math.Sqrt(sum), sum * sum / below
}

// logMedians are the logarithms of the starts' medians. It is false if a median
// is not positive, because then it has no logarithm.
func logMedians(starts [][]float64) ([]float64, bool) {
	logs := make([]float64, 0, len(starts))
	for _, samples := range starts {
		if samples = finite(samples); len(samples) == 0 {
			continue
		}
		median := Median(samples)
		if median <= 0 {
			return nil, false
		}
		logs = append(logs, math.Log(median))
	}
	return logs, true
}

// levelOf is the level of some starts. It is false if no start has a sample, or
// if a median is not positive.
func levelOf(starts [][]float64) (level, bool) {
	logs, ok := logMedians(starts)
	if !ok || len(logs) == 0 {
		return level{}, false
	}
	mean, deviation := meanStdDev(logs)
	n := len(logs)
	return level{starts: n, mean: mean, own: errorPart{deviation * deviation / float64(n), float64(n - 1)}}, true
}

// across is the level with the uncertainty of one session among many. A few
// starts may agree by luck. So the error of the mean is at least the error that
// the same number of starts usually has on this machine. A single start has
// only this usual error.
func (l level) across(s Scatter) level {
	l.scatter = s
	if usual := s.Within * s.Within / float64(l.starts); usual > l.own.square {
		l.own = errorPart{usual, s.WithinFreedom}
	}
	return l
}

// between is the part that comes from differences between sessions.
func (s Scatter) between() errorPart { return errorPart{s.Between * s.Between, s.Freedom} }

// interval contains the true level with the given confidence, by Student's t.
// It needs at least two starts, or a scatter.
func (l level) interval(confidence float64) (low, high float64) {
	err, freedom := together(l.own, l.scatter.between())
	off := StudentCritical(freedom, confidence) * err
	return l.mean - off, l.mean + off
}

// gap is the difference between two levels, with its error and its degrees of
// freedom by Welch's test (The generalization of Student's problem, 1947). That
// test does not require both sides to be equally noisy.
type gap struct {
	difference, error, freedom float64
}

// gapOf is the gap between two levels. Differences between sessions count on
// both sides. If both sides have the same scatter, it is one estimate: using it
// twice does not give it more degrees of freedom.
func gapOf(a, b level) gap {
	parts := []errorPart{a.own, b.own, a.scatter.between(), b.scatter.between()}
	if a.scatter == b.scatter {
		parts = []errorPart{a.own, b.own, {2 * a.scatter.Between * a.scatter.Between, a.scatter.Freedom}}
	}
	g := gap{difference: b.mean - a.mean}
	g.error, g.freedom = together(parts...)
	return g
}

// newStart is the gap between the level of earlier starts and one more start.
// Its error has two parts: how much starts differ, and how uncertain the level
// is.
func newStart(before, one level) gap {
	n := float64(before.starts)
	return gap{one.mean - before.mean, math.Sqrt(before.own.square * (n + 1)), n - 1}
}

// interval contains the true difference with the given confidence.
func (g gap) interval(confidence float64) (low, high float64) {
	off := StudentCritical(g.freedom, confidence) * g.error
	return g.difference - off, g.difference + off
}

// below is the chance of a difference as low as this one, or lower, if the true
// difference is the limit.
func (g gap) below(limit float64) float64 {
	far := limit - g.difference
	if g.error == 0 {
		// These samples show no noise: they are invented, or too coarse.
		if far > 0 {
			return 0
		}
		return 1
	}
	return studentBeyond(far/g.error, g.freedom)
}

// apart is the chance of a difference at least this large, in either direction,
// if there is no true difference.
func (g gap) apart() float64 {
	return min(1, 2*min(g.below(0), gap{-g.difference, g.error, g.freedom}.below(0)))
}
