package tui

import (
	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// leastDetail is how many free lines show details of a session on a low screen.
const leastDetail = 4

// view is the list and, if there is room, the details of the selected session.
func (s *historyScreen) view(width, height int) widget.Block {
	head := widget.Fit([]string{s.headLine(width)}, width, 1)
	rest := func(lines ...string) widget.Block { return widget.Above(head, widget.Fit(lines, width, height-1)) }
	switch {
	case s.problem != "":
		return rest(append(append([]string{""}, s.wrapped(theme.Bad, "The sessions cannot be read: "+s.problem, width)...), "", "  "+s.Paint(theme.Accent, "enter")+"  read them again")...)
	case !s.known:
		return rest("", "  Reading the sessions"+s.More)
	case len(s.past) == 0:
		return rest("", "  "+s.Paint(theme.Strong, "No session yet."), "", "  "+s.Paint(theme.Accent, "2")+"  choose models to measure")
	case len(s.order) == 0:
		return rest("", "  No session matches "+s.Paint(theme.Accent, "/"+bench.Clean(s.filter.Value()))+".", "", "  "+s.Paint(theme.Accent, "esc")+"  show all")
	}
	var tail []string
	if free := height - 2 - len(s.order); height >= 14 {
		tail = s.detail(width)
	} else if free >= leastDetail { // a short list on a low screen
		tail = s.detail(width)
		tail = tail[:min(len(tail), free)]
	}
	s.table.Columns[measuredColumn].Min = narrowMeasured
	if width >= 60 {
		s.table.Columns[measuredColumn].Min = wideMeasured
	}
	body := s.table.View(s.Theme, true, width, min(height-1-len(tail), max(len(s.order)+1, 3)))
	if height >= 14 {
		tail = append(tail, s.figures(s.grid, width, height-1-len(body)-len(tail))...)
	}
	return widget.Above(head, body, widget.Fit(tail, width, height-1-len(body)))
}

func (s *historyScreen) headLine(width int) string {
	right := ""
	switch {
	case s.filter.on:
		right = "/" + s.inputLine(s.filter.Model, min(20, width/3))
	case s.filter.Value() != "":
		right = s.Paint(theme.Accent, "/"+bench.Clean(s.filter.Value()))
	case s.reading && s.known:
		right = s.Paint(theme.Muted, "reading"+s.More)
	}
	count := countOf(len(s.past), "session")
	if len(s.order) < len(s.past) {
		count = countOf(len(s.order), "") + " of " + count
	}
	if n := len(s.marks); n > 0 {
		count += " " + s.Dot + " " + countOf(n, "") + " marked"
	}
	left := " " + s.Paint(theme.Strong, "History")
	if s.known {
		left += "  " + s.Paint(theme.Muted, count)
	}
	if s.common != "" {
		left += "  " + s.Paint(theme.Muted, "all: ") + s.common
	}
	return widget.Ends(left, right+" ", width)
}

// detail gives what is known about the selected session.
func (s *historyScreen) detail(width int) []string {
	p, ok := s.selected()
	if !ok {
		return nil
	}
	lines := []string{""}
	lines = append(lines, " "+s.Paint(theme.Strong, widget.Cut(bench.Clean(p.Name), width-2, s.More)))
	state := bench.Clean(p.State)
	if p.State == "imported" {
		state = "" // the texts beside it say so
	}
	what := s.dotted(state, doneText(p), measuredText(p), "best "+bestText(p))
	if p.Problem != "" {
		what = bench.Clean(p.Problem)
	}
	lines = append(lines, s.wrapped(theme.Muted, what, width)...)
	since, unsure := s.sinceLines(p, width)
	lines = append(lines, since...)
	lines = append(lines, s.cutAfter(mostWhat, s.wrapped(theme.Plain, bench.Clean(p.What), width), width)...)
	for _, text := range p.Found {
		lines = append(lines, "  "+s.Paint(theme.Strong, widget.Cut(s.Spelled(bench.Clean(text)), width-3, s.More)))
	}
	lines = append(lines, s.wrapped(theme.Muted, bench.Clean(p.Machine), width)...)
	lines = append(lines, s.wrapped(theme.Muted, bench.Clean(p.Note), width)...)
	// The lines in unsure explain a word above them, so they must not be cut off.
	return append(lines[:min(len(lines), max(mostDetail+len(p.Found)-len(unsure), 0))], unsure...)
}

// mostDetail is how many lines about the selected session are shown, besides what
// a search found.
const mostDetail = 8

// mostSince is how many lines about updates of engines are shown.
const mostSince = 2

// mostWhat is how many lines the text about what was measured takes at most. The
// table of figures names every job, and needs lines, too.
const mostWhat = 3

// cutAfter keeps at most most lines, and marks where lines are missing.
func (s *historyScreen) cutAfter(most int, lines []string, width int) []string {
	if len(lines) <= most {
		return lines
	}
	return append(lines[:most-1:most-1], widget.Cut(lines[most-1]+s.More, width, s.More))
}

// sinceLines says what updates of engines did to the speed. If one of the lines
// says "perhaps", unsure explains that word.
func (s *historyScreen) sinceLines(p Past, width int) (lines, unsure []string) {
	for _, since := range p.Since[:min(len(p.Since), mostSince)] {
		lines = append(lines, s.wrapped(sinceTone(since), since.String(), width)...)
		if since.Unsure {
			unsure = s.wrapped(theme.Muted, report.UnsureMeans+".", width)
		}
	}
	return lines, unsure
}

// measuredText says when imported results were imported, and when they were
// measured. It is "" for other sessions, because their time in the list is the
// time when they were measured.
func measuredText(p Past) string {
	switch {
	case p.State != "imported":
		return ""
	case p.Measured == "":
		return "imported " + timeText(p.When)
	}
	return "measured " + bench.Clean(p.Measured) + ", imported " + timeText(p.When)
}

// doneText says how much of a session was measured. Imported results were not
// measured here, so it only counts them.
func doneText(p Past) string {
	if p.State == "imported" {
		return countOf(p.Done+p.Partly, "imported result")
	}
	return p.tally().String()
}
