package speed

import (
	"math"
	"slices"
)

// These are the first mean misses of predictions from a machine's own results
// alone: for a model that was measured, and for another model. Each counts as
// much as one miss.
const sameSpread, otherSpread = 0.08, 0.3

// alike is how far apart two works may be if they count as the same model.
const alike = 0.02

// predict predicts a speed from a machine's own results alone. It is for CPUs
// and engines for which nothing was published. It assumes that the machine
// reads about as many bytes a second as for its most similar results.
func (l *learned) predict(w Work) Prediction {
	tps := predictFrom(l.all, l.gbps, w)
	from, to := l.spreadFor(w, l.all).Interval(tps)
	return Prediction{tps, from, to}
}

func (l *learned) spreadFor(w Work, from []Measured) Spread {
	if isSame(w, from) {
		return l.same
	}
	return l.other
}

func isSame(w Work, from []Measured) bool {
	return slices.ContainsFunc(from, func(m Measured) bool { return apart(w, m.Work) < alike })
}

// spreads computes the spreads from the misses of the results: each result is
// predicted from the others.
func (l *learned) spreads() (same, other Spread) {
	sums, counts := [2]float64{sameSpread, otherSpread}, [2]float64{1, 1}
	for i, m := range l.all {
		others := slices.Concat(l.all[:i], l.all[i+1:])
		for kind, from := range [2][]Measured{others, notAlike(m.Work, others)} {
			if len(from) == 0 || kind == 0 && !isSame(m.Work, from) {
				continue
			}
			sums[kind] += math.Abs(math.Log(m.TPS / predictFrom(from, meanSpeed(from), m.Work)))
			counts[kind]++
		}
	}
	return Spread(OfGeneration.Wide * sums[0] / counts[0]), Spread(OfGeneration.Wide * sums[1] / counts[1])
}

func notAlike(w Work, all []Measured) (out []Measured) {
	for _, m := range all {
		if apart(w, m.Work) >= alike {
			out = append(out, m)
		}
	}
	return out
}

// predictFrom returns a predicted speed in tokens a second. gbps is the mean of
// the results in from.
func predictFrom(from []Measured, gbps float64, w Work) float64 {
	own := make([]Own, len(from))
	for i, m := range from {
		own[i] = Own{m.Work, m.TPS, gbps * 1e9 / m.Work.bytes()}
	}
	return Calibrate(gbps*1e9/w.bytes(), w, own)
}

// meanSpeed returns the geometric mean of the bytes that results read in a
// second, in GB/s.
func meanSpeed(of []Measured) float64 {
	sum := 0.0
	for _, m := range of {
		sum += math.Log(m.TPS * m.Work.bytes() / 1e9)
	}
	return math.Exp(sum / float64(max(len(of), 1)))
}

func (w Work) bytes() float64 { return w.WeightBytes + w.KVBytes }
