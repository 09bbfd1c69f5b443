package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// searchBoard lists the configurations of a search, each with its figures and
// what became of it. Live and Results show it.
type searchBoard struct {
	*desk
	found report.Found
	// isMeasured tells whether a job is being measured now; nil if none is.
	isMeasured func(*bench.JobState) bool
}

// boardFigure is the width of a figure on the board.
const boardFigure = 7

// lines are the head and as many configurations as there is room for, from top
// on. The line of the selected one begins with a bar; -1 selects none.
func (b searchBoard) lines(width, height, selected, top int) []string {
	if height <= 0 {
		return nil
	}
	lines := []string{b.head(width)}
	all := b.found.Configurations[min(max(top, 0), len(b.found.Configurations)):]
	shown := len(all)
	if shown > height-1 {
		shown = max(height-2, 0)
	}
	for i, c := range all[:shown] {
		mark := ""
		if selected >= 0 {
			mark = " "
			if selected == top+i {
				mark = b.Paint(theme.Accent, b.Cursor)
			}
		}
		lines = append(lines, mark+b.row(c, width-widget.Width(mark)))
	}
	if left := len(all) - shown; left > 0 {
		lines = append(lines, b.Paint(theme.Muted, b.More+" and "+countOf(left, "more configuration")))
	}
	return lines
}

// nameWidth is how wide the names of configurations are.
func (b searchBoard) nameWidth(width int) int {
	longest := 0
	for _, c := range b.found.Configurations {
		longest = max(longest, widget.Width(c.Name))
	}
	return max(min(longest, width/3, width-2-b.columns(width)*(boardFigure+1)), 4)
}

// columns is how many goals have room for their figures.
func (b searchBoard) columns(width int) int {
	return max(min(len(b.found.Goals), (width-12)/(boardFigure+1)), 1)
}

func (b searchBoard) head(width int) string {
	line := strings.Repeat(" ", 2+b.nameWidth(width))
	for _, g := range b.found.Goals[:min(b.columns(width), len(b.found.Goals))] {
		line += " " + widget.Right(widget.Cut(g.Tests(), boardFigure, b.More), boardFigure)
	}
	if unit := "  t/s"; widget.Width(line+unit) <= width {
		line += unit
	}
	return b.Paint(theme.Muted, line)
}

func (b searchBoard) row(c report.FoundConfiguration, width int) string {
	sign, tone := " ", theme.Muted
	j := b.session.Job(c.Job)
	switch {
	case b.isMeasured != nil && b.live && j != nil && b.isMeasured(j):
		sign, tone = b.Going, theme.Accent
	case c.IsBest():
		sign, tone = b.Best, theme.Accent
	case c.HasFailed():
		sign, tone = b.No, theme.Bad
	}
	line := b.Paint(tone, sign) + " " + widget.Left(b.Spelled(c.Name), b.nameWidth(width))
	for _, v := range c.Speeds[:min(b.columns(width), len(c.Speeds))] {
		figure := bench.NotMeasured
		if v > 0 {
			figure = bench.FormatTPS(v)
		}
		line += " " + widget.Right(b.Spelled(figure), boardFigure)
	}
	if room := width - widget.Width(line) - 2; room > 3 {
		line += "  " + b.Paint(theme.Muted, widget.Cut(b.Spelled(c.Became), room, b.More))
	}
	return line
}
