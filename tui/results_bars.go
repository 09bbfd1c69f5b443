package tui

import (
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// leastBar is the smallest length of a bar, in cells.
const leastBar = 8

// barLines shows the rows as bars, one line for each column. All bars of a row
// begin at zero. The fastest column has the longest bar.
func (s *resultsScreen) barLines(f frame, height int) []string {
	var lines []string
	for _, l := range s.scroll(max(height, 1)) {
		lines = append(lines, s.barLine(l, f))
	}
	return lines
}

func (s *resultsScreen) barLine(l resultLine, f frame) string {
	row := s.rows[l.row]
	r := s.sheet.Rows[row]
	switch l.kind {
	case headingLine:
		return " " + s.Paint(theme.Strong, s.models.of(r.Heading(), f.width-2))
	case figureLine:
		return s.rowName(l, r)
	}
	c := r.Cells[l.column]
	nameWidth := s.barNameWidth(f.width)
	tone := theme.Plain
	if l.column == s.column && l.row == s.at {
		tone = theme.Focus
	}
	name := "     " + s.Paint(tone, widget.Left(s.nameOf(l.column, nameWidth), nameWidth)) + " "
	right := s.cellText(tableCell{c, s.bestOf(row) == l.column, l.row == s.at, s.medians, s.barFigureWidth(f.width)})
	room := f.width - widget.Width(name) - s.barFigureWidth(f.width) - 1
	most := fastest(r)
	if !c.Measured() || most <= 0 || room < leastBar {
		return name + right
	}
	return name + widget.Bar(s.Theme, tpsOf(c)/most, room, " ") + right
}

// barFigureWidth leaves room for an interval if the screen is wide.
func (s *resultsScreen) barFigureWidth(width int) int {
	if width < 80 {
		return leastCell - gapCells
	}
	return leastCell + 10
}
