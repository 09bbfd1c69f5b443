package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// changeRoom is left beside bars, which must be of one scale in all panes.
const changeRoom = 12

func fastest(r report.SheetRow) float64 {
	most := 0.0
	for _, c := range r.Cells {
		if c.Row != nil {
			most = max(most, c.Row.Summary.Median)
		}
	}
	return most
}

// figure is a cell's speed with its interval, and how it compares.
func (s *resultsScreen) figure(c report.SheetCell, most float64, inside int) string {
	switch {
	case c.Row == nil:
		return s.Paint(theme.Muted, widget.Right(bench.NotMeasured, 6))
	case c.Measured():
		return s.measuredFigure(c, most, inside)
	case c.Row.Test.Failure != nil:
		return s.Paint(theme.Bad, widget.Cut(s.No+" "+bench.Clean(c.Row.Test.Failure.Reason), inside, s.More))
	}
	return s.Paint(theme.Muted, c.Row.Standing())
}

func (s *resultsScreen) measuredFigure(c report.SheetCell, most float64, inside int) string {
	median, interval := c.Row.Median()
	interval = s.Spelled(interval)
	text, change := widget.Right(median, 6), s.change(c)
	doubt := s.gradeSign(c.Row.Grade)
	room := inside - widget.Width(text) - widget.Width(doubt) - widget.Width(change) - 1
	switch {
	case s.bars && most > 0:
		cells := max(inside-widget.Width(text)-1-changeRoom, 3)
		return widget.Ends(text+" "+widget.Bar(s.Theme, c.Row.Summary.Median/most, cells, "")+doubt, change, inside)
	case interval != "" && widget.Width(interval) < room:
		text += " " + s.Paint(theme.Muted, interval)
	}
	return widget.Ends(text+doubt, change, inside)
}

// change is the ratio to the baseline with the verdict's sign. Where no
// difference was shown, or none can be, the sign alone.
func (s *resultsScreen) change(c report.SheetCell) string {
	if !c.Compared {
		return ""
	}
	text, _ := report.ChangeOf(c.Comparison)
	return s.changed(text, c.Verdict)
}

// moved is what generation read, held against the memory.
func (s *resultsScreen) moved(c report.SheetCell, inside int) string {
	if c.Row == nil {
		return ""
	}
	text, share, measured := c.Row.Moved()
	if text == "" {
		return ""
	}
	// The figure stands under the speed's.
	text = strings.Repeat(" ", max(11-widget.Width(text), 0)) + text
	if share > 0 {
		text += "  " + bench.FormatPercent(share)
	}
	if measured {
		text += " meas." + c.Row.Ceiling.Doubt()
	}
	text = widget.Cut(text, inside, s.More)
	if room := inside - widget.Width(text) - 1; share > 0 && room >= 3 {
		return s.Paint(theme.Muted, text) + " " + widget.Bar(s.Theme, share, min(room, 8), " ")
	}
	return s.Paint(theme.Muted, text)
}
