package widget

import (
	"strings"

	"dragstrip/tui/theme"
)

// Block is a piece of a screen.
type Block []string

// Fit makes a block of exactly height lines of exactly width cells. It cuts
// what does not fit at the bottom and on the right.
func Fit(lines []string, width, height int) Block {
	out := make(Block, 0, max(height, 0))
	for i := range max(height, 0) {
		if i < len(lines) {
			out = append(out, Left(lines[i], width))
		} else {
			out = append(out, spaces(width))
		}
	}
	return out
}

// Beside joins blocks of equal height side by side.
func Beside(blocks ...Block) Block {
	if len(blocks) == 0 {
		return nil
	}
	out := make(Block, len(blocks[0]))
	var line strings.Builder
	for i := range out {
		line.Reset()
		for _, b := range blocks {
			if i < len(b) {
				line.WriteString(b[i])
			}
		}
		out[i] = line.String()
	}
	return out
}

// Above joins blocks of equal width one above the other.
func Above(blocks ...Block) Block {
	var out Block
	for _, b := range blocks {
		out = append(out, b...)
	}
	return out
}

// String is the block as the terminal takes it, without a line break at the
// end.
func (b Block) String() string { return strings.Join(b, "\n") }

// Pane draws a frame with a title around lines, exactly width × height cells
// including the frame. If there is no room for a frame, it draws only the
// lines.
func Pane(t *theme.Theme, title string, focused bool, lines []string, width, height int) Block {
	if width < 4 || height < 3 {
		return Fit(lines, width, height)
	}
	out := make(Block, 0, height)
	edge := func(s string) string { return t.Paint(theme.Muted, s) }
	tone := theme.Strong
	if focused {
		tone = theme.Focus
	}
	head := ""
	if title != "" && width > 6 {
		head = " " + Cut(title, width-6, t.More) + " "
	}
	rest := width - 3 - Width(head)
	out = append(out, edge(t.TopLeft+t.Across)+t.Paint(tone, head)+edge(strings.Repeat(t.Across, max(rest, 0))+t.TopRight))
	side := edge(t.Upright)
	for _, line := range Fit(lines, width-4, height-2) {
		out = append(out, side+" "+line+" "+side)
	}
	return append(out, edge(t.BottomLeft+strings.Repeat(t.Across, width-2)+t.BottomRight))
}

// PaneInside is how much room a pane leaves for its lines.
func PaneInside(width, height int) (w, h int) {
	if width < 4 || height < 3 {
		return max(width, 0), max(height, 0)
	}
	return width - 4, height - 2
}

// Over places a block in the middle of another one.
func Over(below, above Block, width int) Block {
	if len(above) == 0 || len(below) == 0 {
		return below
	}
	w := Width(above[0])
	top, left := max((len(below)-len(above))/2, 0), max((width-w)/2, 0)
	out := append(Block{}, below...)
	for i, line := range above {
		if top+i >= len(out) {
			break
		}
		out[top+i] = splice(out[top+i], line, left, w, width)
	}
	return out
}
