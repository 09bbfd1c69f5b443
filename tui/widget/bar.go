package widget

import (
	"math"
	"strings"

	"dragstrip/tui/theme"
)

// Bar draws a fraction as a bar of exactly width cells. It uses at most three
// pieces, because every piece sends more escape sequences over the connection.
// The empty part is drawn with rest, a glyph or a space.
func Bar(t *theme.Theme, fraction float64, width int, rest string) string {
	if width <= 0 {
		return ""
	}
	if math.IsNaN(fraction) {
		fraction = 0
	}
	fraction = min(max(fraction, 0), 1)
	steps := len(t.Eighths)
	filled := int(math.Round(fraction * float64(width*steps)))
	if filled == 0 && fraction > 0 {
		filled = 1 // a fraction above zero is always visible
	}
	full, part := filled/steps, filled%steps
	text := strings.Repeat(t.Eighths[steps-1], full)
	cells := full
	if part > 0 {
		text += t.Eighths[part-1]
		cells++
	}
	tail := strings.Repeat(rest, width-cells)
	if strings.TrimSpace(rest) != "" {
		tail = t.Paint(theme.Rest, tail)
	}
	return t.Paint(theme.Filled, text) + tail
}

// Spark draws the newest values as columns, one cell each, at the right end of
// width cells. The scale begins at 0. It ends at the largest value, or at top
// if top is larger.
func Spark(t *theme.Theme, values []float64, top float64, width int) string {
	if width <= 0 {
		return ""
	}
	values = values[max(0, len(values)-width):]
	for _, v := range values {
		if isHeight(v) {
			top = max(top, v)
		}
	}
	var b strings.Builder
	for _, v := range values {
		if !isHeight(v) || top <= 0 {
			b.WriteByte(' ')
			continue
		}
		step := int(v / top * float64(len(t.Heights)))
		b.WriteString(t.Heights[min(step, len(t.Heights)-1)])
	}
	return spaces(width-len(values)) + t.Paint(theme.Filled, b.String())
}

// isHeight tells whether a value can be drawn. The cell of an unknown or
// negative value stays empty.
func isHeight(v float64) bool { return v >= 0 && !math.IsInf(v, 1) }
