package tui

import (
	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// results lists every test with its result. If there is no room for all tests,
// it shows those around the test that is being measured.
func (s *liveScreen) results(width, height int) []string {
	if s.found != nil {
		return s.board(width, height)
	}
	begun := 0
	for i, r := range s.rows {
		if r.Test.State == bench.StateRunning || r.Measured() || r.Test.Failure != nil {
			begun = i + 1
		}
	}
	ahead := 0
	if height > 3 {
		ahead = 1 // the next test is shown, too
	}
	top := min(max(begun-height+ahead, 0), max(len(s.rows)-height, 0))
	var lines []string
	for i := top; i < len(s.rows) && len(lines) < height; i++ {
		lines = append(lines, s.resultLine(s.rows[i], width))
	}
	if len(lines) == 0 {
		return []string{s.Paint(theme.Muted, "none yet")}
	}
	return lines
}

// resultsTitle is the title. It says whether the percentages at the end of the
// lines are shares of the measured or of the specified bandwidth.
func (s *liveScreen) resultsTitle() string {
	if s.found != nil {
		return s.boardTitle()
	}
	title := "Results"
	for _, r := range s.rows {
		switch {
		case r.OfMeasured() > 0:
			return title + ", share of measured bandwidth"
		case r.OfSpecified() > 0:
			title = "Results, share of specified bandwidth"
		}
	}
	return title
}

// If there is room, a result shows its repetitions as a sparkline of at most
// resultSpark cells. It begins after resultFigure cells for the figure.
const (
	resultSpark  = 24
	resultFigure = 24
)

func (s *liveScreen) resultLine(r report.Row, width int) string {
	sign, tone := s.Waiting, theme.Muted
	switch {
	case r.Test.Failure != nil && !r.Measured():
		sign, tone = s.No, theme.Bad
	case s.live && s.test() == r.Test && r.Test.State != bench.StateFinished:
		sign, tone = s.Going, theme.Accent
	case r.Test.State == bench.StateFinished && r.Test.MeasuredPartly():
		sign = s.Stopped
	case r.Test.State == bench.StateFinished && r.Measured():
		sign, tone = s.Yes, theme.Good
	}
	name := s.Paint(tone, sign) + " "
	if len(s.session.Jobs) > 1 {
		name += s.Paint(theme.Muted, widget.Left(r.Job.ID, 3)) + " "
	}
	name += widget.Left(r.Test.Test.String(), min(max(width/5, 7), 16)) + " "
	switch {
	case r.Test.Failure != nil && !r.Measured():
		return name + s.Paint(theme.Bad, widget.Cut(bench.Clean(r.Test.Failure.Reason), width-widget.Width(name), s.More))
	case !r.Measured() && r.Test.State == bench.StateFinished:
		return s.Paint(theme.Muted, name+r.Standing()) // says "skipped" or "stopped"
	case !r.Measured():
		return s.Paint(theme.Muted, name+widget.Right(bench.NotMeasured, 6))
	}
	figure := widget.Right(bench.FormatTPS(r.Summary.Median), 6)
	if r.Summary.HasInterval {
		figure += " " + s.Paint(theme.Muted, s.Spelled(bench.FormatInterval(r.Summary.Median, r.Summary.Low, r.Summary.High)))
	}
	figure += s.gradeSign(r.Grade)
	tail := ""
	if room := width - widget.Width(name) - resultFigure - 12; room > resultSpark {
		newest := r.SamplesTPS()
		newest = newest[max(len(newest)-resultSpark, 0):]
		figure = widget.Left(figure, resultFigure) + s.Paint(theme.Muted, widget.Spark(s.Theme, aboveFloor(newest), 0, len(newest)))
	}
	if share := r.OfMeasured(); share > 0 {
		tail = bench.FormatPercent(share) + r.Ceiling.Doubt()
	} else if share := r.OfSpecified(); share > 0 {
		tail = bench.FormatPercent(share)
	}
	return widget.Ends(name+figure, s.Paint(theme.Muted, tail), width)
}

// short draws what fits on a narrow screen: the results and the next job.
func (s *liveScreen) short(width, height int) []string {
	if height <= 0 {
		return nil
	}
	next := ""
	for i, j := range s.session.Jobs {
		if j.State == bench.StateWaiting {
			next = " " + s.Paint(theme.Muted, "next ") + s.jobName(i, width-7)
			height--
			break
		}
	}
	lines := s.results(width-2, height)
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	if next != "" {
		lines = append(lines, next)
	}
	return lines
}
