package widget

import "github.com/charmbracelet/x/ansi"

// splice replaces w cells of a line, beginning at the cell left. Half a wide
// character at either edge becomes a space.
func splice(line, by string, left, w, width int) string {
	before := Left(ansi.Truncate(line, left, ""), left)
	if left+w >= width {
		return before + by
	}
	room := width - left - w
	after := ansi.TruncateLeft(line, left+w, "")
	if Width(after) > room {
		after = ansi.TruncateLeft(line, left+w+1, "")
	}
	return before + by + Right(after, room)
}
