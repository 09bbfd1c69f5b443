package chart

import (
	"math"
	"strconv"
	"time"
)

// scale places figures between two ends.
type scale struct {
	low, high float64 // figures
	from, to  float64 // places
	log       bool
}

// scaleOver makes a scale that holds all figures. A linear scale begins at
// zero. A logarithmic scale leaves out figures that are not positive, and has
// room around a single figure.
func scaleOver(figures []float64, from, to float64, log bool) scale {
	s := scale{from: from, to: to, log: log, low: math.Inf(1), high: math.Inf(-1)}
	for _, v := range figures {
		if math.IsNaN(v) || math.IsInf(v, 0) || log && v <= 0 {
			continue
		}
		s.low, s.high = min(s.low, v), max(s.high, v)
	}
	if s.low > s.high {
		s.low, s.high = 1, 1
	}
	switch {
	case log:
		s.low, s.high = s.low/1.3, s.high*1.3
	default:
		s.low = min(0, s.low)
		if s.high <= s.low {
			s.high = s.low + 1
		}
		s.high += (s.high - s.low) * 0.05
	}
	return s
}

// scale makes the scale of an axis.
func (a Axis) scale(figures []float64, from, to float64) scale {
	if !a.Near || a.Log {
		return scaleOver(figures, from, to, a.Log)
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range figures {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			low, high = min(low, v), max(high, v)
		}
	}
	if low > high {
		low, high = 1, 1
	}
	room := (high - low) * 0.1
	if room <= math.Abs(high)*1e-9 { // figures that differ only by rounding are equal
		room = max(math.Abs(high)*0.1, 1e-9)
		if a.Time {
			room = 12 * 60 * 60
		}
	}
	return scale{from: from, to: to, low: low - room, high: high + room}
}

// times gives about five moments between the ends.
func (s scale) times() (out []float64) {
	const n = 5
	for i := range n {
		out = append(out, s.low+(s.high-s.low)*(float64(i)+0.5)/n)
	}
	return out
}

// tick writes a figure of an axis: a day, or the time of a day if the axis is
// shorter than two days.
func (a Axis) tick(v float64, s scale) string {
	if !a.Time {
		return tickText(v)
	}
	const day = 24 * 60 * 60
	layout := "2006-01-02"
	if s.high-s.low < 2*day {
		layout = "15:04"
	}
	return time.Unix(int64(v), 0).UTC().Format(layout)
}

// at is the place of a figure. A value that is not a number is placed at the
// lower end.
func (s scale) at(v float64) float64 {
	if math.IsNaN(v) {
		return s.from
	}
	low, high := s.low, s.high
	if s.log {
		v, low, high = math.Log(max(v, s.low)), math.Log(low), math.Log(high)
	}
	return s.from + (min(max(v, low), high)-low)/(high-low)*(s.to-s.from)
}

// ticks are about n round figures between the ends, at least two. The ends of a
// logarithmic scale may be so close that it is nearly a linear one.
func (s scale) ticks(n int) []float64 {
	if s.log {
		if out := s.decades(); len(out) >= 2 {
			return out
		}
	}
	var out []float64
	step := round((s.high - s.low) / float64(n))
	for v := math.Ceil(s.low/step) * step; v <= s.high; v += step {
		out = append(out, math.Round(v/step)*step+0) // -0 becomes 0
	}
	return out
}

// decades are 1, 2 and 5 times each power of ten between the ends.
func (s scale) decades() (out []float64) {
	for decade := math.Floor(math.Log10(s.low)); decade <= math.Log10(s.high); decade++ {
		for _, digit := range []float64{1, 2, 5} {
			if v := digit * math.Pow(10, decade); v >= s.low && v <= s.high {
				out = append(out, v)
			}
		}
	}
	return out
}

// round rounds up to 1, 2 or 5 times a power of ten.
func round(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, digit := range []float64{1, 2, 5} {
		if digit*power >= v*0.999 {
			return digit * power
		}
	}
	return 10 * power
}

// tickText writes a round figure, with k for thousands from 10,000 on.
func tickText(v float64) string {
	if v >= 10_000 {
		return strconv.FormatFloat(v/1000, 'g', 4, 64) + "k"
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}
