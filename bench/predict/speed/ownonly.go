package speed

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// alike is the largest distance at which two works still count as the same
// model.
const alike = 0.02

// mostLearned is how many results of one group are used at most, the newest
// ones.
const mostLearned = 24

// learned are the results of one machine that are in the same group.
type learned struct {
	all []Measured // the newest first
	// gbps is the geometric mean of the bytes that the results read in a
	// second, in GB/s.
	gbps float64
	// same and other are the spreads of predictions from these results alone.
	// same is for a model that was measured, other for a model that was not
	// measured.
	same, other Spread
}

// groupsOf puts results into groups. Disturbed results are used only if a group
// has no others.
func groupsOf(results []Measured) (map[group]*learned, usualThreads) {
	groups := map[group]*learned{}
	results = slices.Clone(results)
	slices.SortStableFunc(results, func(a, b Measured) int { return b.When.Compare(a.When) })
	usual := usualOf(results)
	for _, m := range results {
		of := usual.group(m.on)
		if groups[of] == nil {
			groups[of] = &learned{}
		}
		groups[of].all = append(groups[of].all, m)
	}
	for _, g := range groups {
		if !g.disturbed() {
			g.all = slices.DeleteFunc(g.all, func(m Measured) bool { return !m.clean })
		}
		if slices.ContainsFunc(g.all, Measured.teaches) {
			g.all = slices.DeleteFunc(g.all, func(m Measured) bool { return !m.teaches() })
		}
		g.all = g.all[:min(len(g.all), mostLearned)]
		g.gbps = meanSpeed(g.all)
		g.same, g.other = g.spreads()
	}
	return groups, usual
}

// usualOf finds the usual numbers of threads. results are the newest first.
func usualOf(results []Measured) usualThreads {
	out := usualThreads{}
	for _, m := range results {
		if _, known := out[m.on.what]; !known && m.on.cpu && m.on.threads == "" && m.on.used > 0 {
			out[m.on.what] = strconv.Itoa(m.on.used)
		}
	}
	return out
}

// nearest returns the result whose work is nearest to w. If several are equally
// near, it returns the newest.
func (l *learned) nearest(w Work) Measured {
	return slices.MinFunc(l.all, func(a, b Measured) int { return cmp.Compare(apart(w, a.Work), apart(w, b.Work)) })
}

// disturbed tells whether there are only disturbed results.
func (l *learned) disturbed() bool {
	return !slices.ContainsFunc(l.all, func(m Measured) bool { return m.clean })
}

// unsure says how far the result that is nearest to w may be from the true
// speed, as a logarithm. A disturbed result may be as far as disturbed results
// of one model differ.
func (l *learned) unsure(w Work) float64 {
	if l.disturbed() {
		return max(l.nearest(w).unsure, float64(l.same))
	}
	return l.nearest(w).unsure
}

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
	switch {
	case l.disturbed():
		sums[0] = otherSpread
	case !slices.ContainsFunc(l.all, func(m Measured) bool { return !m.few }):
		sums[0] = fewSpread
	}
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
	return Spread(meanMisses * sums[0] / counts[0]), Spread(meanMisses * sums[1] / counts[1])
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
