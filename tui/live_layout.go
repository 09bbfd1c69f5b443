package tui

import (
	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// view draws the moment at the top, and below it the parts that do not change
// every second.
func (s *liveScreen) view(width, height int) widget.Block {
	switch {
	case s.session == nil:
		return widget.Fit(s.nothingShown(width), width, height)
	case len(s.session.Jobs) == 0:
		return widget.Fit([]string{"", "  Reading session " + bench.Clean(s.name) + s.More}, width, height)
	case s.log:
		return s.logPane(width, height)
	}
	top := s.moment(width, height)
	rest := height - len(top)
	if rest < 3 && width >= 60 {
		return widget.Fit(top, width, height)
	}
	if width < 60 {
		return widget.Above(widget.Fit(top, width, len(top)), widget.Fit(s.short(width, rest), width, max(rest, 0)))[:height]
	}
	return widget.Above(widget.Fit(top, width, len(top)), s.panes(width, rest))
}

// nothingShown says that no session is shown. The screen cannot show everything
// that is being measured. For example, it cannot show the session of another
// user.
func (s *liveScreen) nothingShown(width int) []string {
	lines := append([]string{""}, s.wrapped(theme.Plain, "Nothing is being measured.", width)...)
	if f, busy := s.waitsFor(); busy {
		lines = append([]string{""}, s.wrapped(theme.Accent, s.Going+" "+bench.Clean(f.Text), width)...)
	}
	return append(lines, "", "  "+s.Paint(theme.Accent, "enter")+"  choose models")
}

// logBeside is the smallest width of a screen that shows the engine's log
// beside the other panes.
const logBeside = 150

// panes draws the parts below the moment. Each part is as high as its content.
// The queue and the results are side by side if there is room. Otherwise the
// queue is above the results. The engine's last lines are below both if there
// is room. On a wide screen these lines are to the right of both.
//
//	╭ Queue ──────╮╭ Results ───────────────╮
//	╰─────────────╯╰────────────────────────╯
//	╭ Engine ───────────────────────────────╮
//	╰───────────────────────────────────────╯
func (s *liveScreen) panes(width, height int) widget.Block {
	switch {
	case width < 84 || width < logBeside && len(s.session.Jobs) == 1:
		return s.withLog(s.stacked(width, height), width, height)
	case width < logBeside:
		return s.withLog(s.beside(width, height), width, height)
	}
	left := width * 60 / 100
	return widget.Beside(widget.Fit(s.withSpare(s.stacked(left, height), left, height), left, height), s.enginePane(width-left, height))
}

// stacked is the queue with the results below it. If there is only one job, it
// is only the results.
func (s *liveScreen) stacked(width, height int) widget.Block {
	jobs, rows := len(s.session.Jobs), s.resultRows(width-4)
	var out widget.Block
	if jobs > 1 { // a single job needs no queue, because the head names it
		h := min(jobs+2, max(height-rows-2, height/3, 3))
		out = widget.Pane(s.Theme, "Queue", true, s.queue(width-4, h-2), width, h)
	}
	h := min(rows+2, height-len(out))
	return widget.Above(out, widget.Pane(s.Theme, s.resultsTitle(), false, s.results(width-4, h-2), width, h))
}

// beside is the queue with the results to its right.
func (s *liveScreen) beside(width, height int) widget.Block {
	left := min(width*45/100, 56)
	h := min(max(len(s.session.Jobs), s.resultRows(width-left-4))+2, height)
	if h > height-leastLog && height > 2*leastLog {
		h = height - leastLog
	}
	return widget.Beside(widget.Pane(s.Theme, "Queue", true, s.queue(left-4, h-2), left, h),
		widget.Pane(s.Theme, s.resultsTitle(), false, s.results(width-left-4, h-2), width-left, h))
}

// withLog adds the engine's last lines below if there is room, and below them
// what fills the rest.
func (s *liveScreen) withLog(above widget.Block, width, height int) widget.Block {
	if room := height - len(above); room >= leastLog {
		above = widget.Above(above, s.enginePane(width, min(room, max(len(s.session.Log)+2, mostLog))))
	}
	return widget.Fit(s.withSpare(above, width, height), width, height)
}

func (s *liveScreen) enginePane(width, height int) widget.Block {
	return widget.Pane(s.Theme, "Engine", false, s.logLines(width-4, height-2, 0), width, height)
}

// The smallest height of the engine's pane, and its height while the engine has
// written little.
const (
	leastLog = 4
	mostLog  = 8
)
