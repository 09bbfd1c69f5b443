package bench

import (
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
	// Starts is in how many starts of the engine they were taken.
	Starts int `json:"starts,omitempty"`
	// Median is the figure that is shown, with the interval Low to High that
	// covers the true one with at least Confidence.
	//
	// Of one start it is the median of the samples, and the interval assumes
	// nothing about how they fall; with fewer than six samples there is none,
	// and Low and High are zero. It says nothing about another start: see
	// WithinOneStart.
	//
	// Of several starts it is the geometric mean of their medians, each start
	// counting once, and the interval is Student's over their logarithms.
	//
	// Where Sessions says that earlier sessions of the machine are known, the
	// interval holds over those, too, and may have one start alone.
	Median      float64 `json:"median"`
	Low         float64 `json:"low,omitempty"`
	High        float64 `json:"high,omitempty"`
	HasInterval bool    `json:"has_interval"`
	// Confidence is what the interval really covers: with few samples it
	// comes in steps, so it is a little more than what was asked for.
	Confidence float64 `json:"confidence,omitempty"`
	// Sessions is how many earlier sessions of the machine the interval takes
	// into account; zero or absent: it holds within this session.
	Sessions int `json:"sessions,omitempty"`
	// SessionLow is the lower end of the interval within this session, by its
	// starts alone, where Sessions is there.
	SessionLow float64 `json:"session_low,omitempty"`
	// SessionHigh is the upper end of it.
	SessionHigh float64 `json:"session_high,omitempty"`
	// Mean and sample standard deviation (over n-1; zero for one sample) stand
	// beside it because llama-bench prints them.
	Mean   float64 `json:"mean"`
	StdDev float64 `json:"stddev"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

// WithinOneStart tells whether the interval is of one start of the engine, so
// that another start may lie outside of it.
func (s Summary) WithinOneStart() bool { return s.HasInterval && s.Starts == 1 && s.Sessions == 0 }

// Summarize describes samples of one start. Values that are no number are left
// out.
func Summarize(samples []float64) Summary {
	values := finite(samples)
	n := len(values)
	if n == 0 {
		return Summary{}
	}
	// NewSample sorts values in place: they are a copy.
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

// SummarizeStarts describes samples by the start of the engine they were taken
// in.
func SummarizeStarts(starts [][]float64) Summary {
	s := Summarize(slices.Concat(starts...))
	if l, ok := levelOf(starts); ok && l.starts > 1 {
		low, high := l.interval(Confidence)
		s.Starts, s.Median, s.HasInterval = l.starts, math.Exp(l.mean), true
		s.Low, s.High, s.Confidence = math.Exp(low), math.Exp(high), Confidence
	}
	return s
}

// SummarizeAcross is [SummarizeStarts] where it is known how far sessions of the
// machine lie apart. The interval then holds what measuring in other sessions
// comes to, by Student's t over both: sessions, and the starts of this one.
func SummarizeAcross(starts [][]float64, scatter Scatter) Summary {
	s := SummarizeStarts(starts)
	l, ok := levelOf(starts)
	if !ok || !scatter.Known() {
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
