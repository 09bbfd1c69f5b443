package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// shareBar is the length in cells of a bar that stands for 100 % of the
// bandwidth.
const shareBar = 10

// bandwidth shows for a generation test how much each column read from memory,
// with a bar for the share of the bandwidth. It gives as many lines as are
// needed. model stands before the test.
func (s *resultsScreen) bandwidth(f frame, model string) []string {
	r, found := s.generation()
	if !found {
		return nil
	}
	lead := " " + s.Paint(theme.Muted, model+labelOf(r)+" reads")
	lines := []string{lead}
	for _, at := range s.shownColumns() {
		text := s.readText(r.Cells[at], "measured", shareBar)
		if text == "" {
			continue
		}
		column := s.sheet.Columns[at].Name + " "
		text = shorter(widget.Width, f.width-1-widget.Width(lead)-3, column+text,
			column+s.readText(r.Cells[at], "", shareBar), column+s.readText(r.Cells[at], "", 0))
		last := &lines[len(lines)-1]
		if widget.Width(*last)+3+widget.Width(text) > f.width-1 && widget.Width(*last) > widget.Width(lead) {
			lines = append(lines, widget.Left("", widget.Width(lead)))
			last = &lines[len(lines)-1]
		}
		*last += "   " + text
	}
	return lines
}

// generation gives the row that has the focus, if it is a generation test.
// Otherwise it gives the first generation test below the same heading.
func (s *resultsScreen) generation() (report.SheetRow, bool) {
	if s.at >= len(s.rows) {
		return report.SheetRow{}, false
	}
	selected := s.sheet.Rows[s.rows[s.at]]
	if moves(selected) {
		return selected, true
	}
	for _, i := range s.rows {
		if r := s.sheet.Rows[i]; r.Heading() == selected.Heading() && moves(r) {
			return r, true
		}
	}
	return report.SheetRow{}, false
}

func moves(r report.SheetRow) bool {
	for _, c := range r.Cells {
		if c.Row != nil && c.Row.MovedGBps > 0 {
			return true
		}
	}
	return false
}

// readText says how much one column read: "178 GB/s ███████ 70 % of 256". how is
// the word for a measured bandwidth. It is "" if there is no room for the word.
// bar is the number of cells of the bar; 0 means no bar.
func (s *resultsScreen) readText(c report.SheetCell, how string, bar int) string {
	if c.Row == nil {
		return ""
	}
	text, share, measured := c.Row.Moved()
	if share <= 0 {
		return text
	}
	of := bench.FormatFigure(c.Row.Ceiling.SpecifiedGBps)
	if measured {
		of = strings.TrimRight(bench.FormatFigure(c.Row.Ceiling.MeasuredGBps)+" "+how, " ") + c.Row.Ceiling.Doubt()
	}
	if bar > 0 {
		text += " " + widget.Bar(s.Theme, share, bar, s.BarRest)
	}
	return text + " " + bench.FormatPercent(share) + s.Paint(theme.Muted, " of "+of)
}
