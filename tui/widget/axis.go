package widget

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"dragstrip/tui/theme"
)

// Axis is a scale on which several lines are drawn, one below the other.
type Axis struct {
	from, to float64
	width    int
}

// leastSpan is the smallest range of an axis, as a fraction of the value. With
// a smaller range, noise would look like mountains.
const leastSpan = 0.01

// NewAxis spreads values over width cells, with a little room at both ends. ok
// is false if there is nothing to draw.
func NewAxis(values []float64, width int) (a Axis, ok bool) {
	if len(values) == 0 || width < 2 {
		return Axis{}, false
	}
	low, high := slices.Min(values), slices.Max(values)
	if math.IsNaN(low) || math.IsInf(low, 0) || math.IsInf(high, 0) {
		return Axis{}, false
	}
	room := (high - low) * 0.03
	if least := math.Abs(high) * leastSpan; high-low < least {
		room = (least - (high - low)) / 2
	}
	if room == 0 && high == low {
		room = 1
	}
	from := low - room
	if low >= 0 {
		from = max(from, 0)
	}
	return Axis{from, high + room, width}, true
}

// at is the cell for a value.
func (a Axis) at(v float64) int {
	cell := int((v - a.from) / (a.to - a.from) * float64(a.width))
	return min(max(cell, 0), a.width-1)
}

// Ticks writes round figures, each centred above its cell, as many as fit
// without touching. One figure alone does not show a scale, so they stand closer
// where there would be only one.
func (a Axis) Ticks() (line string) {
	for _, cells := range []int{12, 9, 6} {
		fit := 0
		if line, fit = a.ticks(a.step(cells)); fit > 1 {
			break
		}
	}
	return line
}

// ticks writes the multiples of step, and says how many fit.
func (a Axis) ticks(step float64) (_ string, fit int) {
	line := []byte(spaces(a.width))
	decimals := max(int(-math.Floor(math.Log10(step))), 0)
	free := 0
	for v := math.Ceil(a.from/step) * step; v <= a.to; v += step {
		text := strconv.FormatFloat(v, 'f', decimals, 64)
		at := a.at(v) - len(text)/2
		if at == -1 && len(text) <= 3 {
			at = 0 // the first cell, for a figure of two or three digits
		}
		if at < free || at+len(text) > a.width {
			continue
		}
		copy(line[at:], text)
		free = at + len(text) + 2
		fit++
	}
	return string(line), fit
}

// step gives the smallest round distance between figures that keeps them at
// least this many cells apart.
func (a Axis) step(cells int) float64 {
	rough := (a.to - a.from) * float64(cells) / float64(a.width)
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	for _, round := range []float64{1, 2, 5} {
		if round*power >= rough {
			return round * power
		}
	}
	return 10 * power
}

// Spread is what is drawn on one line: samples and their middle. If Low is less
// than High, they are the ends of an interval.
type Spread struct {
	Samples           []float64
	Low, Middle, High float64
}

// Values are all values that an axis must have room for.
func (s Spread) Values() []float64 {
	out := append(slices.Clone(s.Samples), s.Middle)
	if s.Low < s.High {
		out = append(out, s.Low, s.High)
	}
	return out
}

// Spread draws one Spread, exactly as wide as the axis. The middle is drawn in
// the given tone, and everything else is muted.
func (a Axis) Spread(t *theme.Theme, s Spread, tone theme.Tone) string {
	cells := make([]string, a.width)
	for i := range cells {
		cells[i] = " "
	}
	if s.Low < s.High {
		for i := a.at(s.Low); i <= a.at(s.High); i++ {
			cells[i] = t.Across
		}
	}
	for _, v := range s.Samples {
		cells[a.at(v)] = t.Sample
	}
	if s.Low < s.High {
		cells[a.at(s.Low)], cells[a.at(s.High)] = t.From, t.To
	}
	middle := a.at(s.Middle)
	return t.Paint(theme.Muted, strings.Join(cells[:middle], "")) + t.Paint(tone, t.Middle) +
		Left(t.Paint(theme.Muted, strings.TrimRight(strings.Join(cells[middle+1:], ""), " ")), a.width-middle-1)
}
