package widget

import (
	"slices"
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

// Wrap breaks a text into lines of at most width cells, at spaces if possible
// and never after a hyphen: texts name flags and commands, which cannot be read
// without their hyphens. Only a single character that is wider than width makes
// a line too wide.
func Wrap(s string, width int) []string {
	if width <= 0 {
		return nil
	}
	kept := "\u2011" // a hyphen that does not break
	if strings.Contains(s, kept) {
		kept = "-" // the text has such hyphens of its own
	}
	var lines []string
	for line := range strings.SplitSeq(ansi.Wrap(strings.ReplaceAll(s, "-", kept), width, ""), "\n") {
		for _, part := range broken(line, width) {
			lines = append(lines, strings.ReplaceAll(part, kept, "-"))
		}
	}
	return lines
}

// broken breaks a line at any character if it is still too wide. ansi.Wrap
// counts a letter with a variation selector as one cell.
func broken(line string, width int) []string {
	lines := []string{line}
	tooWide := func(line string) bool { return Width(line) > width }
	for at := width; at > 0 && slices.ContainsFunc(lines, tooWide); at-- {
		lines = strings.Split(ansi.Hardwrap(line, at, true), "\n")
	}
	return lines
}

// blank is what spaces cuts its result from, so that most need no new memory.
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
