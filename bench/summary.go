package bench

import (
	"cmp"
	"math"
	"slices"

	"golang.org/x/perf/benchmath"
)

// Confidence is the level asked for wherever an interval is given.
const Confidence = 0.95

// alpha is the level below which a difference counts as shown.
const alpha = 1 - Confidence

// Summary says what a test's samples have in common. It is made when it is
// shown and never stored.
type Summary struct {
	N int `json:"n"`
	// Median, with the interval Low to High that covers the true median with
	// at least Confidence. The interval assumes nothing about how samples
	// fall; with fewer than six there is none, and Low and High are zero.
	Median      float64 `json:"median"`
	Low         float64 `json:"low,omitempty"`
	High        float64 `json:"high,omitempty"`
	HasInterval bool    `json:"has_interval"`
	// Confidence is what the interval really covers: with few samples it
	// comes in steps, so it is a little more than what was asked for.
	Confidence float64 `json:"confidence,omitempty"`
	// Mean and sample standard deviation (over n-1; zero for one sample) stand
	// beside it because llama-bench prints them.
	Mean   float64 `json:"mean"`
	StdDev float64 `json:"stddev"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

// Summarize describes samples. Values that are no number are left out.
func Summarize(samples []float64) Summary {
	values := finite(samples)
	n := len(values)
	if n == 0 {
		return Summary{}
	}
	// NewSample sorts values in place: they are a copy.
	sample := benchmath.NewSample(values, &benchmath.DefaultThresholds)
	centre := benchmath.AssumeNothing.Summary(sample, Confidence)
	s := Summary{N: n, Median: centre.Center, Min: values[0], Max: values[n-1]}
	if !math.IsInf(centre.Lo, 0) && !math.IsInf(centre.Hi, 0) {
		s.HasInterval = true
		s.Low, s.High, s.Confidence = centre.Lo, centre.Hi, centre.Confidence
	}
	s.Mean, s.StdDev = meanStdDev(values)
	return s
}

func finite(samples []float64) []float64 {
	out := make([]float64, 0, len(samples))
	for _, v := range samples {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			out = append(out, v)
		}
	}
	return out
}

// meanStdDev takes two passes: the one-pass formula loses all digits where
// samples are close together and comes out negative, which is how llama-bench
// itself gets to print "nan".
func meanStdDev(values []float64) (mean, stddev float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	if len(values) < 2 {
		return mean, 0
	}
	var squares float64
	for _, v := range values {
		squares += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(squares / float64(len(values)-1))
}

// Verdict is what a comparison says.
type Verdict string

// The verdicts. Slower and faster mean worse and better in the unit compared.
const (
	Faster Verdict = "faster"
	Slower Verdict = "slower"
	NoDiff Verdict = "no_difference"
	TooFew Verdict = "too_few"
)

// Comparison sets a candidate beside a baseline.
type Comparison struct {
	Verdict Verdict `json:"verdict"`
	// Ratio of candidate to baseline with its interval; all zero where there
	// is none to give: too few samples, or a sample that is not positive.
	Ratio float64 `json:"ratio,omitempty"`
	Low   float64 `json:"low,omitempty"`
	High  float64 `json:"high,omitempty"`
	// Confidence is what the interval really covers.
	Confidence float64 `json:"confidence,omitempty"`
	// P is the chance of samples at least this far apart if nothing differs.
	P  float64 `json:"p"`
	N1 int     `json:"n1"` // samples of the baseline
	N2 int     `json:"n2"` // samples of the candidate
}

// HasRatio tells whether there is a ratio with an interval to show.
func (c Comparison) HasRatio() bool { return c.Ratio > 0 }

// Compare sets samples in tokens per second side by side; more is better.
func Compare(baseline, candidate []float64) Comparison {
	return CompareIn(UnitTPS, baseline, candidate)
}

// CompareIn sets samples of one unit side by side.
//
// Whether there is a difference is decided by the Mann–Whitney U test, which
// assumes nothing about how samples fall. The ratio is the Hodges–Lehmann
// estimate on the logarithms (the median of all candidate ÷ baseline pairs),
// and its interval is the one that belongs to that test: the range of ratios
// the test would not reject (Hollander, Wolfe, Chicken, Nonparametric
// Statistical Methods, 3rd ed., §4.2 and §4.3). So interval and verdict are
// made from one piece: a verdict is given only where both agree.
func CompareIn(unit Unit, baseline, candidate []float64) Comparison {
	a, b := finite(baseline), finite(candidate)
	c := Comparison{Verdict: TooFew, P: 1, N1: len(a), N2: len(b)}
	if !enough(len(a), len(b)) {
		return c
	}
	c.P = benchmath.AssumeNothing.Compare(
		benchmath.NewSample(a, &benchmath.DefaultThresholds),
		benchmath.NewSample(b, &benchmath.DefaultThresholds)).P
	if a[0] > 0 && b[0] > 0 {
		c.Ratio, c.Low, c.High, c.Confidence = ratioInterval(a, b)
	}
	c.Verdict = c.judge(unit)
	return c
}

// judge gives the verdict of test and interval together.
func (c Comparison) judge(unit Unit) Verdict {
	switch {
	case !c.HasRatio() || c.P >= alpha:
		return NoDiff
	case c.Low > 1:
		if unit.Better == HigherIsBetter {
			return Faster
		}
		return Slower
	case c.High < 1:
		if unit.Better == HigherIsBetter {
			return Slower
		}
		return Faster
	}
	return NoDiff
}

// AdjustFamily takes care that one of many comparisons with one baseline is
// not shown by chance alone: it raises their P by Holm's step-down rule (A
// simple sequentially rejective multiple test procedure, 1979) and judges them
// anew. Those with too few samples do not count. One comparison stays as it is.
func AdjustFamily(unit Unit, family []*Comparison) {
	family = slices.DeleteFunc(slices.Clone(family), func(c *Comparison) bool { return c.Verdict == TooFew })
	slices.SortStableFunc(family, func(a, b *Comparison) int { return cmp.Compare(a.P, b.P) })
	least := 0.0
	for i, c := range family {
		least = max(least, min(1, float64(len(family)-i)*c.P))
		c.P = least
		c.Verdict = c.judge(unit)
	}
}

// enough tells whether samples of these sizes could show a difference at all:
// whether the most extreme of all orders is rare enough.
func enough(n1, n2 int) bool {
	if n1 == 0 || n2 == 0 {
		return false
	}
	// 1 over the number of ways to choose n1 of n1+n2, on both sides.
	least := 2.0
	for i := 1; i <= min(n1, n2); i++ {
		least *= float64(i) / float64(max(n1, n2)+i)
	}
	return least < alpha
}

// ratioInterval estimates candidate over baseline from sorted positive
// samples.
func ratioInterval(baseline, candidate []float64) (ratio, low, high, confidence float64) {
	logs := make([]float64, 0, len(baseline)*len(candidate))
	for _, a := range baseline {
		for _, b := range candidate {
			logs = append(logs, math.Log(b)-math.Log(a))
		}
	}
	slices.Sort(logs)
	pairs := len(logs)
	middle := (logs[(pairs-1)/2] + logs[pairs/2]) / 2
	u, chance := criticalU(len(baseline), len(candidate))
	low, high = logs[u], logs[pairs-1-u]
	return math.Exp(middle), math.Exp(low), math.Exp(high), 1 - chance
}
