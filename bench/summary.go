package bench

import (
	"math"
	"slices"

	"golang.org/x/perf/benchmath"
)

// Confidence is the lowest level of confidence that an interval has.
const Confidence = 0.95

// alpha is the chance below which a difference counts as shown.
const alpha = 1 - Confidence

// Summary describes a test's samples. It is computed when it is shown and never
// stored.
type Summary struct {
	N int `json:"n"`
	// Starts is in how many starts of the engine the samples were taken.
	Starts int `json:"starts,omitempty"`
	// Median is the figure that is shown, with the interval Low to High that
	// contains the true figure with at least Confidence.
	//
	// For one start, it is the median of the samples. The interval assumes
	// nothing about their distribution. With fewer than six samples there is no
	// interval, and Low and High are zero. The interval says nothing about
	// another start (see WithinOneStart).
	//
	// For several starts, it is the geometric mean of their medians, so each
	// start counts once. The interval is Student's over their logarithms.
	//
	// If earlier sessions of the machine are known (see Sessions), the interval
	// takes them into account, and one start is enough for it.
	Median      float64 `json:"median"`
	Low         float64 `json:"low,omitempty"`
	High        float64 `json:"high,omitempty"`
	HasInterval bool    `json:"has_interval"`
	// Confidence is the true confidence of the interval. With few samples only
	// some levels are possible, so it is a little higher than requested.
	Confidence float64 `json:"confidence,omitempty"`
	// Sessions is how many earlier sessions of the machine the interval takes
	// into account; zero or absent means that it is for this session alone.
	Sessions int `json:"sessions,omitempty"`
	// Published: the figure is a mean that somebody published without samples.
	Published bool `json:"published,omitempty"`
	// SessionLow is the lower end of the interval for this session alone, from
	// its starts, if Sessions is present.
	SessionLow float64 `json:"session_low,omitempty"`
	// SessionHigh is the upper end of the interval for this session alone.
	SessionHigh float64 `json:"session_high,omitempty"`
	// Mean and sample standard deviation (over n-1; zero for one sample) are
	// given because llama-bench prints them.
	Mean   float64 `json:"mean"`
	StdDev float64 `json:"stddev"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

// WithinOneStart tells whether the interval is for only one start of the
// engine. Another start may lie outside it.
func (s Summary) WithinOneStart() bool { return s.HasInterval && s.Starts == 1 && s.Sessions == 0 }

// Uncertain tells whether there is an interval that is too wide to tell anything.
func (s Summary) Uncertain() bool { return s.HasInterval && Uncertain(s.Median, s.Low, s.High) }

// UncertainBecause explains an interval that is too wide to tell anything.
func (s Summary) UncertainBecause() string {
	if s.Sessions > 0 && s.SessionHigh > 0 && !Uncertain(s.Median, s.SessionLow, s.SessionHigh) {
		return UncertainOverSessions
	}
	return UncertainMeans
}

// Summarize describes samples of one start. Values that are not numbers are
// left out.
func Summarize(samples []float64) Summary {
	values := finite(samples)
	n := len(values)
	if n == 0 {
		return Summary{}
	}
	// NewSample sorts values in place, which is safe because they are a copy.
	sample := benchmath.NewSample(values, &benchmath.DefaultThresholds)
	centre := benchmath.AssumeNothing.Summary(sample, Confidence)
	s := Summary{N: n, Starts: 1, Median: centre.Center, Min: values[0], Max: values[n-1]}
	if !math.IsInf(centre.Lo, 0) && !math.IsInf(centre.Hi, 0) {
		s.HasInterval = true
		s.Low, s.High, s.Confidence = centre.Lo, centre.Hi, centre.Confidence
	}
	s.Mean, s.StdDev = meanStdDev(values)
	return s
}

// SummarizeStarts describes samples that are grouped by the start of the engine
// in which they were taken.
func SummarizeStarts(starts [][]float64) Summary {
	s := Summarize(slices.Concat(starts...))
	if l, ok := levelOf(starts); ok && l.starts > 1 {
		low, high := l.interval(Confidence)
		s.Starts, s.Median, s.HasInterval = l.starts, math.Exp(l.mean), true
		s.Low, s.High, s.Confidence = math.Exp(low), math.Exp(high), Confidence
	}
	return s
}

// SummarizeAcross is [SummarizeStarts] with the scatter of the machine's
// sessions, if that is known. The interval is then also for what other sessions
// would measure. It is Student's t and counts both the differences between
// sessions and those between the starts of this session.
func SummarizeAcross(starts [][]float64, scatter Scatter) Summary {
	s := SummarizeStarts(starts)
	if !scatter.Known() {
		return s
	}
	l, ok := levelOf(starts)
	if !ok {
		return s
	}
	s.Sessions, s.SessionLow, s.SessionHigh = scatter.Sessions, s.Low, s.High
	low, high := l.across(scatter).interval(Confidence)
	s.Low, s.High, s.HasInterval, s.Confidence = math.Exp(low), math.Exp(high), true, Confidence
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

// Median is the middle value, or the mean of the two middle values. It is 0 if
// there are no values.
func Median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// meanStdDev takes two passes. The one-pass formula loses all digits if samples
// are close together, and its variance can then be negative: that is why
// llama-bench sometimes prints "nan".
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
