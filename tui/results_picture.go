package tui

import (
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// pictures draws the selected row, and then the rows after it as long as whole
// pictures fit. Where the heading changes, the next one comes between two
// pictures. last is the heading of the last picture.
func (s *resultsScreen) pictures(f frame, height int) (lines []string, last string) {
	heading := ""
	for n := range s.rows {
		row := s.rows[(s.at+n)%len(s.rows)]
		between := ""
		if is := s.sheet.Rows[row].Heading(); n == 0 {
			heading = is
		} else if is != heading {
			between, heading = " "+s.Paint(theme.Muted, is), is
		}
		part := s.picture(f, row)
		if n > 0 || len(part) < height {
			part = append([]string{between}, part...)
		}
		if len(part) < 2 || len(lines)+len(part) > height {
			break
		}
		lines, last = append(lines, part...), heading
	}
	return lines, last
}

// picture draws a row: all columns on one axis, each with its samples, its
// median and its interval.
func (s *resultsScreen) picture(f frame, row int) []string {
	r := s.sheet.Rows[row]
	var spreads []widget.Spread
	var columns []int
	var values []float64
	for _, at := range s.shownColumns() {
		if c := r.Cells[at]; c.Measured() {
			spread := spreadOf(c)
			spreads, columns, values = append(spreads, spread), append(columns, at), append(values, spread.Values()...)
		}
	}
	name := max(s.barNameWidth(f.width), widget.Width(labelOf(r)))
	figures := s.pictureFigures(r, columns)
	axis, ok := widget.NewAxis(values, f.width-name-figures-6)
	if !ok {
		return nil
	}
	lines := []string{" " + widget.Left(s.Paint(theme.Strong, labelOf(r)), name) + "  " + s.Paint(theme.Muted, axis.Ticks())}
	for i, at := range columns {
		tone, nameTone := theme.Strong, theme.Plain
		if s.bestOf(row) == at {
			tone = theme.Good
		}
		if at == s.column && len(s.shownColumns()) > 1 {
			nameTone = theme.Focus
		}
		median, interval := r.Cells[at].Row.Median()
		lines = append(lines, " "+s.Paint(nameTone, widget.Left(s.nameOf(at, name), name))+"  "+axis.Spread(s.Theme, spreads[i], tone)+
			"  "+widget.Right(median, s.medians)+" "+s.Paint(theme.Muted, s.Spelled(interval)))
	}
	return lines
}

// pictureFigures is the width of the figures beside the picture.
func (s *resultsScreen) pictureFigures(r report.SheetRow, columns []int) int {
	most := 0
	for _, at := range columns {
		_, interval := r.Cells[at].Row.Median()
		most = max(most, widget.Width(s.Spelled(interval)))
	}
	return s.medians + 1 + most
}

// spreadOf gives what is drawn for a cell that has a figure. It leaves out an
// interval that is too uncertain, because such an interval would squeeze
// everything else into one corner of the axis.
func spreadOf(c report.SheetCell) widget.Spread {
	out := widget.Spread{Samples: c.Row.SamplesTPS(), Middle: tpsOf(c)}
	if s := c.Row.Summary; s.HasInterval && !s.Uncertain() {
		out.Low, out.High = s.Low, s.High
	}
	return out
}
