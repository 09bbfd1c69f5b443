package tui

import (
	"slices"

	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// tableLines draws the columns side by side: their names, and below them as
// many rows as fit.
func (s *resultsScreen) tableLines(f frame, height int) []string {
	heads := s.headsIn(f)
	most := 0
	for _, h := range heads {
		most = max(most, len(h))
	}
	var lines []string
	for i := range most {
		line := widget.Left(s.corner(i, f), f.names)
		for c, at := range f.columns {
			line += s.headCell(at, heads[c], i, f.cell)
		}
		lines = append(lines, line)
	}
	if f.heads > 1 && len(s.shownColumns()) > 1 {
		lines = append(lines, s.baselineLine(f))
	}
	for _, l := range s.scroll(max(height-len(lines), 1)) {
		lines = append(lines, s.tableLine(l, f))
	}
	return lines
}

func (s *resultsScreen) headCell(at int, head []string, line, width int) string {
	text := ""
	if line < len(head) {
		text = head[line]
	}
	tone := theme.Strong
	if at == s.column && len(s.shownColumns()) > 1 {
		tone = theme.Focus
	}
	text = "  " + s.Paint(tone, text) // leaves room above the sign of the best, so that the name begins above the figures
	return widget.Left(text, width)
}

func (s *resultsScreen) baselineLine(f frame) string {
	line := widget.Left("", f.names)
	for _, at := range f.columns {
		text := ""
		if s.isBaseline(at) {
			text = "baseline"
		}
		line += widget.Left("  "+s.Paint(theme.Muted, text), f.cell)
	}
	return line
}

func (s *resultsScreen) tableLine(l resultLine, f frame) string {
	row := s.rows[l.row]
	r := s.sheet.Rows[row]
	if l.kind == headingLine {
		return " " + s.Paint(theme.Strong, s.models.of(r.Heading(), f.width-2))
	}
	line := widget.Left(s.rowName(l, r), f.names)
	for _, at := range f.columns {
		cell := tableCell{r.Cells[at], s.bestOf(row) == at, l.row == s.at, s.medians, f.cell - gapCells}
		line += widget.Left(s.cellText(cell), f.cell)
	}
	return line
}

// rowName is the name of the test, with the mark of the row that has the focus.
func (s *resultsScreen) rowName(l resultLine, r report.SheetRow) string {
	if l.row == s.at {
		return " " + s.Paint(theme.Accent, s.Cursor) + " " + s.Paint(theme.Strong, labelOf(r))
	}
	return "   " + labelOf(r)
}

// corner fills the cell to the left of the columns' names. It says which
// columns are shown and how many there are.
func (s *resultsScreen) corner(line int, f frame) string {
	all := s.shownColumns()
	if line > 0 || len(f.columns) == 0 || len(f.columns) == len(all) {
		return ""
	}
	from := slices.Index(all, f.columns[0]) + 1
	text := countOf(from, "")
	if n := len(f.columns); n > 1 {
		text += "–" + countOf(from+n-1, "")
	}
	return s.Paint(theme.Muted, " ←→ "+text+" of "+countOf(len(all), ""))
}
