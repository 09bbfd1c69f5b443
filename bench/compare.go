package bench

import (
	"cmp"
	"math"
	"slices"
)

// Verdict is what a comparison says.
type Verdict string

// The verdicts. Slower and faster mean worse and better in the unit compared.
const (
	Faster Verdict = "faster"
	Slower Verdict = "slower"
	NoDiff Verdict = "no_difference"
	// TooFew: there are too few samples for any interval.
	TooFew Verdict = "too_few"
	// FewStarts: a side has fewer than MinStarts starts of the engine, so a
	// difference may be only the usual difference between starts.
	FewStarts Verdict = "few_starts"
	// Doubtful: a difference is shown, and a side is noisy or throttled. It is
	// not counted as a difference.
	Doubtful Verdict = "doubtful"
)

// MinStarts is how many starts of the engine each side of a comparison needs
// for a verdict. Two starts tell too little about how much starts differ, so
// hardly any difference could be shown.
const MinStarts = 3

// Comparison compares a candidate with a baseline.
type Comparison struct {
	Verdict Verdict `json:"verdict"`
	// Ratio is the candidate's figure divided by the baseline's figure, as both
	// are shown. Low and High are its interval. All are zero if there are too
	// few samples, or if a figure is not positive.
	Ratio float64 `json:"ratio,omitempty"`
	Low   float64 `json:"low,omitempty"`
	High  float64 `json:"high,omitempty"`
	// Confidence is the confidence level of the interval, such as 0.95.
	Confidence float64 `json:"confidence,omitempty"`
	// P is the chance that two sides without a true difference differ at least
	// as much as these. It is 1 if a side has too few starts to tell.
	P  float64 `json:"p"`
	N1 int     `json:"n1"` // samples of the baseline
	N2 int     `json:"n2"` // samples of the candidate
	// Starts1 and Starts2 are the numbers of starts of the engine in which the
	// samples were taken.
	Starts1 int `json:"starts1,omitempty"`
	Starts2 int `json:"starts2,omitempty"`
	// Sessions is the number of earlier sessions that show how much sessions
	// differ. It is absent if that is not known, and in a comparison within one
	// session.
	Sessions int `json:"sessions,omitempty"`

	gap gap
}

// HasRatio tells whether there is a ratio with an interval to show.
func (c Comparison) HasRatio() bool { return c.Ratio > 0 }

// OneOfMany tells whether the interval alone would show a difference, but no
// difference is shown, because among several comparisons one can look like that
// by chance (AdjustFamily).
func (c Comparison) OneOfMany() bool {
	return c.Verdict == NoDiff && c.HasRatio() && (c.Low > 1 || c.High < 1)
}

// Shown tells whether a difference is shown and counts.
func (c Comparison) Shown() bool { return c.Verdict == Faster || c.Verdict == Slower }

// Starts is how many starts the side with fewer of them has.
func (c Comparison) Starts() int { return min(c.Starts1, c.Starts2) }

// Compare compares tokens per second; more is better. Each side is grouped by
// the start of the engine in which its samples were taken.
func Compare(baseline, candidate [][]float64) Comparison {
	return CompareIn(UnitTPS, baseline, candidate)
}

// CompareIn compares samples of one unit.
//
// It counts starts of the engine, not repetitions. Repetitions of one start are
// alike. If they were pooled, a difference that exists only between two starts
// would look like one between the sides. More repetitions would make that more
// frequent (see BenchmarkFalseVerdicts). So the ratio is that of the two
// figures of [SummarizeStarts]. Interval and verdict both come from Welch's t
// over the logarithms of the starts' medians, so they cannot contradict each
// other.
//
// A side with one start does not show how starts differ. Then the interval is
// made from the intervals within the starts (see ratioWithin), and there is no
// verdict.
func CompareIn(unit Unit, baseline, candidate [][]float64) Comparison {
	return compareSides(unit, Side{Starts: baseline}, Side{Starts: candidate})
}

// Side is one side of a comparison of two sessions.
type Side struct {
	Starts  [][]float64
	Scatter Scatter
}

// CompareSessions compares tokens per second of two sessions. Differences
// between sessions count on both sides, as far as they are known. Within one
// session they do not matter, because its jobs take turns.
func CompareSessions(baseline, candidate Side) Comparison {
	return compareSides(UnitTPS, baseline, candidate)
}

func compareSides(unit Unit, baseline, candidate Side) Comparison {
	a, b := SummarizeAcross(baseline.Starts, baseline.Scatter), SummarizeAcross(candidate.Starts, candidate.Scatter)
	c := Comparison{Verdict: TooFew, P: 1, N1: a.N, N2: b.N, Starts1: a.Starts, Starts2: b.Starts, Sessions: max(a.Sessions, b.Sessions)}
	if a.Median <= 0 || b.Median <= 0 {
		if a.HasInterval && b.HasInterval {
			c.Verdict = NoDiff // a ratio with zero means nothing
		}
		return c
	}
	if c.Starts() > 1 {
		x, _ := levelOf(baseline.Starts)
		y, _ := levelOf(candidate.Starts)
		c.take(gapOf(x.across(baseline.Scatter), y.across(candidate.Scatter)))
		if c.Starts() < MinStarts {
			c.P = 1
		}
	} else if a.HasInterval && b.HasInterval {
		c.Ratio, c.Low, c.High = ratioWithin(a, b)
		c.Confidence = Confidence
	}
	c.Verdict = c.judge(unit)
	return c
}

// take sets ratio, interval and chance from a gap.
func (c *Comparison) take(g gap) {
	low, high := g.interval(Confidence)
	c.gap, c.P, c.Confidence = g, g.apart(), Confidence
	c.Ratio, c.Low, c.High = math.Exp(g.difference), math.Exp(low), math.Exp(high)
}

// judge gives the verdict.
func (c Comparison) judge(unit Unit) Verdict {
	switch {
	case !c.HasRatio():
		return TooFew
	case c.Starts() < MinStarts:
		return FewStarts
	}
	return c.direction(unit)
}

// direction is the verdict that follows from interval and chance.
func (c Comparison) direction(unit Unit) Verdict {
	up, down := Faster, Slower
	if unit.Better == LowerIsBetter {
		up, down = down, up
	}
	switch {
	case c.P >= alpha:
		return NoDiff
	case c.Low > 1:
		return up
	case c.High < 1:
		return down
	}
	return NoDiff
}

// ratioWithin makes the interval of a ratio from the intervals of its two
// sides. It adds their half-widths as independent errors, upwards and downwards
// separately (Zou and Donner, Construction of confidence limits about effect
// measures, 2008). So the interval agrees with the two figures shown. If their
// intervals reach further in one direction, it does, too.
func ratioWithin(a, b Summary) (ratio, low, high float64) {
	reach := func(from, to float64) float64 {
		if from <= 0 || to <= 0 {
			return math.Inf(1)
		}
		return math.Log(to / from)
	}
	middle := math.Log(b.Median / a.Median)
	down := math.Hypot(reach(b.Low, b.Median), reach(a.Median, a.High))
	up := math.Hypot(reach(b.Median, b.High), reach(a.Low, a.Median))
	return b.Median / a.Median, math.Exp(middle - down), math.Exp(middle + up)
}

// SlowerThan is the chance of a ratio as low as this one, or lower, if the true
// ratio is 1−fraction. A gate uses it to judge whether the candidate is slower
// than the gate allows. It is 1 if a side has too few starts to tell.
func (c Comparison) SlowerThan(fraction float64) float64 {
	if !c.HasRatio() || c.Starts() < MinStarts {
		return 1
	}
	return c.gap.below(math.Log1p(-fraction))
}

// AdjustFamily corrects many comparisons with one baseline: the more there are,
// the more likely one of them shows a difference by chance alone. It raises
// their P by Holm's rule and judges them again. Comparisons with too few samples
// or starts are left out. A single comparison stays as it is.
func AdjustFamily(unit Unit, family []*Comparison) {
	family = slices.DeleteFunc(slices.Clone(family), func(c *Comparison) bool { return c.Verdict == TooFew || c.Verdict == FewStarts })
	chances := make([]float64, len(family))
	for i, c := range family {
		chances[i] = c.P
	}
	for i, p := range Holm(chances) {
		family[i].P = p
		family[i].Verdict = family[i].judge(unit)
	}
}

// Holm raises the chances of a family of tests so that each can be compared
// with the level of a single test (A simple sequentially rejective multiple
// test procedure, 1979).
func Holm(chances []float64) []float64 {
	order := make([]int, len(chances))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(chances[a], chances[b]) })
	out := make([]float64, len(chances))
	least := 0.0
	for i, at := range order {
		least = max(least, min(1, float64(len(chances)-i)*chances[at]))
		out[at] = least
	}
	return out
}
