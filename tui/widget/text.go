package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width is the number of cells that a line takes.
func Width(s string) int {
	if cells, ok := oneCellEach(s); ok {
		return cells
	}
	return ansi.StringWidth(s)
}

// Cut shortens a line to at most width cells. If something is cut off, the line
// ends with the mark more.
func Cut(s string, width int, more string) string {
	switch {
	case width <= 0:
		return ""
	case Width(s) <= width:
		return s // most texts fit
	}
	if _, ok := oneCellEach(s); ok && Width(more) <= width {
		return firstRunes(s, width-Width(more)) + more
	}
	cut := ansi.Truncate(s, width, more)
	// Truncate counts a letter with a variation selector as one cell, but such
	// a letter takes two.
	for less := width - 1; less > 0 && Width(cut) > width; less-- {
		cut = ansi.Truncate(s, less, more)
	}
	return cut
}

// Left makes a line of exactly width cells, with the text on the left.
func Left(s string, width int) string {
	n := Width(s)
	if n > width {
		s = Cut(s, width, "…")
		n = Width(s)
	}
	return s + spaces(width-n)
}

// Right makes a line of exactly width cells, with the text on the right.
func Right(s string, width int) string {
	n := Width(s)
	if n > width {
		s = Cut(s, width, "…")
		n = Width(s)
	}
	return spaces(width-n) + s
}

// Ends writes one text at each end of a line of exactly width cells. If there
// is no room for both, the left text is cut.
func Ends(left, right string, width int) string {
	r := Width(right)
	if r >= width {
		return Left(right, width)
	}
	return Left(left, width-r-1) + " " + right
}

// blank is a long row of spaces. The function spaces cuts its result from
// blank, so that most results need no new memory.
const blank = "                                                                                                                                                                                                        "

func spaces(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blank) {
		return blank[:n]
	}
	return strings.Repeat(" ", n)
}
