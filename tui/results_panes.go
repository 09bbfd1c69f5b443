package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// headLines is what a pane needs besides results: its frame, the engine build
// and, where any has some, parameters.
func (s *resultsScreen) headLines(panes []int) int {
	for _, p := range panes {
		if s.sheet.Columns[p].Detail != "" {
			return 4
		}
	}
	return 3
}

// body is the panes with the rows' names at their left.
func (s *resultsScreen) body(names int, panes []int, paneWidth, height int) []string {
	inside, _ := widget.PaneInside(paneWidth, height)
	head := s.headLines(panes)
	visible := s.scroll(max(height-head, 1))
	left := append(widget.Block{}, s.corner(names, panes)[:head-1]...)
	blocks := make([][]string, len(panes))
	for c, p := range panes {
		blocks[c] = []string{
			s.Paint(theme.Strong, s.paneTitle(p, inside)),
			s.Paint(theme.Muted, widget.Cut(bench.Clean(s.sheet.Columns[p].Detail), inside, s.More)),
		}[:head-2]
	}
	for _, l := range visible {
		r := s.sheet.Rows[s.rows[l.row]]
		left = append(left, s.lineName(l, r, names))
		for c, p := range panes {
			blocks[c] = append(blocks[c], s.inPane(l, r, p, inside))
		}
	}
	rows := len(visible) + head
	joined := []widget.Block{widget.Fit(left, names, rows)}
	for c, p := range panes {
		title := s.sheet.Columns[p].Name
		if p == s.sheet.Baseline {
			title += " baseline"
		}
		joined = append(joined, widget.Pane(s.Theme, title, p == s.pane, blocks[c], paneWidth, rows))
	}
	return widget.Beside(joined...)
}

// inPane is what stands in a pane on one line.
func (s *resultsScreen) inPane(l resultLine, r report.SheetRow, pane, inside int) string {
	switch {
	case l.kind == figureLine:
		return s.figure(r.Cells[pane], fastest(r), inside)
	case l.kind == movedLine:
		return s.moved(r.Cells[pane], inside)
	case s.width < 60: // there is more room in the pane than beside it
		return s.Paint(theme.Strong, widget.Cut(bench.Clean(r.Model), inside, s.More))
	}
	return ""
}

// paneTitle names a pane; where there is no room, the engine's name goes first:
// version and backend tell builds apart.
func (s *resultsScreen) paneTitle(at, width int) string {
	title := bench.Clean(s.sheet.Columns[at].Title)
	if _, rest, ok := strings.Cut(title, " "); ok && !s.sheet.ByModel {
		title = shorter(widget.Width, width, title, rest)
	}
	return widget.Cut(title, width, s.More)
}

// corner stands at the left of the panes' heads: what is looked for, the unit,
// and which panes of how many are seen.
func (s *resultsScreen) corner(names int, panes []int) []string {
	out := []string{"", s.Paint(theme.Muted, " t/s"), ""}
	switch {
	case s.find.on:
		out[0] = " /" + s.inputLine(s.find.Model, max(names-3, 1))
	case s.find.Value() != "":
		out[0] = " " + s.Paint(theme.Accent, widget.Cut("/"+bench.Clean(s.find.Value()), names-2, s.More))
	}
	if len(s.rows) == 0 {
		out[1] = s.Paint(theme.Warn, " nothing fits")
	}
	if all := s.shownPanes(); len(panes) > 0 && len(panes) < len(all) {
		from, to := 0, 0
		for i, p := range all {
			if p == panes[0] {
				from = i + 1
			}
			if p == panes[len(panes)-1] {
				to = i + 1
			}
		}
		text := countOf(from, "")
		if to > from {
			text += "–" + countOf(to, "")
		}
		if out[0] != "" {
			return out
		}
		out[0] = s.Paint(theme.Muted, " ←→ "+text+" of "+countOf(len(all), ""))
	}
	return out
}

func (s *resultsScreen) lineName(l resultLine, r report.SheetRow, names int) string {
	switch l.kind {
	case modelLine:
		if s.width < 60 {
			return ""
		}
		return " " + s.Paint(theme.Strong, widget.Cut(bench.Clean(r.Model), names-2, s.More))
	case movedLine:
		return s.Paint(theme.Muted, "    moves")
	}
	if l.row == s.at {
		return s.Paint(theme.Accent, s.Cursor) + "  " + s.Paint(theme.Strong, r.Test.String())
	}
	return "   " + r.Test.String()
}
