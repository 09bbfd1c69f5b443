package tui

import (
	"strings"

	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// wideSpare is the smallest width of a screen that shows details and warnings
// beside each other.
const wideSpare = 120

// spare fills lines that nothing else needs. It shows the details of the
// selected row, and what to do about the warnings. It shows a part only if the
// whole part fits. The keys enter and w always show these parts.
//
//	Details of tg128                      What to do about the warnings
//	 A Vulkan                              ▲ tg128 of A and B
//	   23.1 t/s ± 0.4                        other programs kept 2 cores busy
//	   23.0  23.2  23.1                      what to do: close other programs
func (s *resultsScreen) spare(width, height int) []string {
	of := spareKey{s.at, width, height}
	if s.spared.of != of {
		s.spared = keptSpare{s.layOutSpare(width, height), of}
	}
	return s.spared.lines
}

func (s *resultsScreen) layOutSpare(width, height int) []string {
	if s.at >= len(s.rows) || height < 4 {
		return nil
	}
	const of = "Details of "
	details := func(width int) []string {
		return s.sparePart(of+s.rowTitle(width-2-len(of)), s.rowDetails())(width)
	}
	half := width / 2
	if len(s.doubted) > 0 && width >= wideSpare {
		left, right := details(half), s.sparePart("What to do about the warnings", s.doubts())(width-half)
		if lines := max(len(left), len(right)); lines < height {
			return append([]string{""}, widget.Beside(widget.Fit(left, half, lines), widget.Fit(right, width-half, lines))...)
		}
	}
	if left := details(width); len(left) < height {
		return append([]string{""}, left...)
	}
	return nil
}

// sparePart gives lines under a title for a width. If a line is broken, its
// rest is indented like its beginning.
func (s *resultsScreen) sparePart(title string, lines []string) func(width int) []string {
	return func(width int) []string {
		out := []string{" " + s.Paint(theme.Strong, widget.Cut(title, width-2, s.More))}
		for _, line := range lines {
			text := strings.TrimLeft(line, " ")
			indent := strings.Repeat(" ", 2+len(line)-len(text))
			for _, part := range linebreak.Lines(text, max(width-1-len(indent), 8)) {
				out = append(out, indent+part)
			}
		}
		for len(out) > 1 && out[len(out)-1] == strings.Repeat(" ", 2) {
			out = out[:len(out)-1]
		}
		return out
	}
}
