package bench

import "math"

// level is what the starts of an engine come to. Repetitions of one start
// share what the start brought (where memory came to lie, which cores were
// given), so a start counts once however many repetitions it has: its median
// is one value. Speeds are compared by ratios, so values are logarithms.
type level struct {
	starts int
	mean   float64 // of the logarithms of the starts' medians
	// own is the square of the mean's standard error, by its own starts.
	own share
	// scatter is how far other sessions lie; nothing where none is thought of.
	scatter Scatter
}

// share is a part of the square of an error, with the degrees of freedom that
// it is known with.
type share struct{ square, freedom float64 }

// together is the error that independent shares come to, with its degrees of
// freedom (Satterthwaite, An approximate distribution of estimates of variance
// components, 1946).
func together(shares ...share) (err, freedom float64) {
	var sum, below float64
	for _, s := range shares {
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

// logMedians are the logarithms of the starts' medians; false where a median is
// no positive number and so has no logarithm.
func logMedians(starts [][]float64) ([]float64, bool) {
	logs := make([]float64, 0, len(starts))
	for _, samples := range starts {
		if samples = finite(samples); len(samples) == 0 {
			continue
		}
		median := medianOf(samples)
		if median <= 0 {
			return nil, false
		}
		logs = append(logs, math.Log(median))
	}
	return logs, true
}

// levelOf is the level of so many starts; false where there is none.
func levelOf(starts [][]float64) (level, bool) {
	logs, ok := logMedians(starts)
	if !ok || len(logs) == 0 {
		return level{}, false
	}
	mean, deviation := meanStdDev(logs)
	n := len(logs)
	return level{starts: n, mean: mean, own: share{deviation * deviation / float64(n), float64(n - 1)}}, true
}

// across is the level as one of many sessions. Few starts may lie close
// together by luck, so it is taken to be known no better than so many starts
// usually tell on this machine. Of one start, that is all there is.
func (l level) across(s Scatter) level {
	l.scatter = s
	if usual := s.Within * s.Within / float64(l.starts); usual > l.own.square {
		l.own = share{usual, s.WithinFreedom}
	}
	return l
}

// between is the share that belongs to other sessions.
func (s Scatter) between() share { return share{s.Between * s.Between, s.Freedom} }

// interval holds the true level with the given confidence, by Student's t;
// there must be two starts at least, or a scatter.
func (l level) interval(confidence float64) (low, high float64) {
	err, freedom := together(l.own, l.scatter.between())
	off := studentCritical(freedom, confidence) * err
	return l.mean - off, l.mean + off
}

// gap is how far two levels lie apart, with the error and the degrees of
// freedom that belong to Welch's test (The generalization of Student's
// problem, 1947), which does not ask both sides to be equally noisy.
type gap struct {
	difference, error, freedom float64
}

// gapOf counts what sessions differ by on both sides. Where both have the same
// scatter it is one estimate, which is not known better by being used twice.
func gapOf(a, b level) gap {
	shares := []share{a.own, b.own, a.scatter.between(), b.scatter.between()}
	if a.scatter == b.scatter {
		shares = []share{a.own, b.own, {2 * a.scatter.Between * a.scatter.Between, a.scatter.Freedom}}
	}
	g := gap{difference: b.mean - a.mean}
	g.error, g.freedom = together(shares...)
	return g
}

// newStart is how far one more start lies from the level of those before: it
// differs from it by what starts differ, and by what the level is uncertain.
func newStart(before, one level) gap {
	n := float64(before.starts)
	return gap{one.mean - before.mean, math.Sqrt(before.own.square * (n + 1)), n - 1}
}

// interval holds the true difference with the given confidence.
func (g gap) interval(confidence float64) (low, high float64) {
	off := studentCritical(g.freedom, confidence) * g.error
	return g.difference - off, g.difference + off
}

// below is the chance of a difference as low as this one, or lower, if the true
// difference is the limit.
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
