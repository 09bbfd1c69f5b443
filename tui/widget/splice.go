package widget

import "github.com/charmbracelet/x/ansi"

// splice replaces w cells of a line, from the cell at left.
func splice(line, by string, left, w, width int) string {
	before := Left(ansi.Truncate(line, left, ""), left)
	after := ""
	if left+w < width {
		after = Right(ansi.TruncateLeft(line, left+w, ""), width-left-w)
	}
	return before + by + after
}
