package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width is how many cells a line takes.
func Width(s string) int { return ansi.StringWidth(s) }

// Cut shortens a line to so many cells, ending it with a mark where something
// was left out.
func Cut(s string, width int, more string) string {
	if width <= 0 {
		return ""
	}
	return ansi.Truncate(s, width, more)
}

// Left gives a line of exactly so many cells, its text at the left.
func Left(s string, width int) string {
	n := ansi.StringWidth(s)
	if n > width {
		s = Cut(s, width, "…")
		n = ansi.StringWidth(s)
	}
	return s + spaces(width-n)
}

// Right gives a line of exactly so many cells, its text at the right.
func Right(s string, width int) string {
	n := ansi.StringWidth(s)
	if n > width {
		s = Cut(s, width, "…")
		n = ansi.StringWidth(s)
	}
	return spaces(width-n) + s
}

// Ends puts one text at each end of a line of exactly so many cells. Where
// there is no room for both, the left one is cut.
func Ends(left, right string, width int) string {
	r := ansi.StringWidth(right)
	if r >= width {
		return Left(right, width)
	}
	return Left(left, width-r-1) + " " + right
}

// Wrap breaks a text into lines of at most so many cells, at spaces where it
// can.
func Wrap(s string, width int) []string {
	if width <= 0 {
		return nil
	}
	return strings.Split(ansi.Wrap(s, width, ""), "\n")
}

// WrapWords breaks a text like Wrap, but never at a hyphen: for command lines,
// where a flag torn from its hyphens cannot be read.
func WrapWords(s string, width int) []string {
	const kept = "\u2011" // a hyphen that does not break
	lines := Wrap(strings.ReplaceAll(s, "-", kept), width)
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], kept, "-")
	}
	return lines
}

// blank is cut for every run of spaces.
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
