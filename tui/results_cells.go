package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// tableCell is a result as it is shown in the table.
type tableCell struct {
	report.SheetCell
	best, selected bool
	// medians is the width of the figures in the table. width is the width of the
	// cell.
	medians, width int
}

// cellText writes a speed with its interval, and the comparison with the
// baseline.
func (s *resultsScreen) cellText(c tableCell) string {
	lead := strings.Repeat(" ", bestCells)
	switch {
	case c.Row == nil:
		return lead + s.Paint(theme.Muted, widget.Right(bench.NotMeasured, c.medians))
	case c.Measured():
		return s.figure(c)
	case c.Row.Test.Failure != nil:
		return lead + s.Paint(theme.Bad, widget.Cut(s.No+" "+failureWord(c.Row.Test.Failure), c.width-bestCells, s.More))
	}
	return lead + s.Paint(theme.Muted, widget.Cut(c.Row.Standing(), c.width-bestCells, s.More))
}

// failureWord says in one or two words why a test failed.
func failureWord(f *bench.Failure) string {
	if !f.Code.Known() || f.Code == bench.FailUnknown {
		return "failed"
	}
	return strings.ReplaceAll(bench.Clean(string(f.Code)), "_", " ")
}

func (s *resultsScreen) figure(c tableCell) string {
	median, interval := c.Row.Median()
	text := strings.Repeat(" ", bestCells)
	if c.best {
		text = widget.Left(s.Paint(theme.Accent, s.Best), bestCells)
	}
	tone := theme.Plain
	if c.selected || c.best {
		tone = theme.Strong
	}
	text += s.Paint(tone, widget.Right(median, c.medians))
	doubt, change := s.gradeSign(c.Row.Grade), s.change(c.SheetCell)
	if c.Elsewhere != "" {
		doubt += " " + s.Paint(theme.Muted, s.Glyphs.Elsewhere)
	}
	interval = s.Spelled(interval)
	room := c.width - widget.Width(text) - widget.Width(doubt) - changeCells - 2
	if widget.Width(interval) > room {
		interval = ""
		if c.Row.Summary.Uncertain() {
			interval = s.uncertainSign()
		}
	}
	if interval != "" {
		text += " " + s.Paint(theme.Muted, interval)
	}
	text += doubt
	if widget.Width(text)+1+widget.Width(change) > c.width {
		return widget.Ends(text, s.shortChange(c.SheetCell), c.width)
	}
	return widget.Ends(text, change, c.width)
}

// change gives the ratio to the baseline with the verdict's sign. If the
// verdict is "no difference" or no verdict is possible, it gives only the sign.
func (s *resultsScreen) change(c report.SheetCell) string {
	if !c.Compared {
		return ""
	}
	text, _ := report.ChangeOf(c.Comparison)
	return s.changed(text, c.Verdict)
}

// shortChange gives only the verdict's sign, for cells that have no room for
// the ratio.
func (s *resultsScreen) shortChange(c report.SheetCell) string {
	if !c.Compared {
		return ""
	}
	return s.changed("", c.Verdict)
}
