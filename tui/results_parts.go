package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// Sizes of the results screen, in cells.
const (
	leastPane  = 26 // frame included
	goodPane   = 34 // figure, interval and change side by side
	mostPane   = 44
	leastNames = 13
	mostNames  = 26
	changeRoom = 12 // beside bars, which must be of one scale in all panes
)

// resultLine is one line of the body.
type resultLine struct {
	kind resultKind
	row  int // in rows
}

type resultKind int

const (
	modelLine resultKind = iota
	figureLine
	movedLine
)

// lay lists the lines of the body.
func (s *resultsScreen) lay() []resultLine {
	var out []resultLine
	model := ""
	for n, i := range s.rows {
		r := s.sheet.Rows[i]
		if r.Model != model && r.Model != "" {
			model = r.Model
			out = append(out, resultLine{modelLine, n})
		}
		out = append(out, resultLine{figureLine, n})
		if !s.bars && moves(r) {
			out = append(out, resultLine{movedLine, n})
		}
	}
	return out
}

func moves(r report.SheetRow) bool {
	for _, c := range r.Cells {
		if c.Row != nil && c.Row.MovedGBps > 0 {
			return true
		}
	}
	return false
}

// view draws panes side by side, their rows on one line each, and below them
// what differs. Where there is no room for two panes there is one.
//
//	                  ╭ A baseline ──────╮╭ B ───────────────╮
//	Llama 3.2 3B      │                  ││                  │
//	  pp512           │ 1 581 ± 6        ││ 1 402 ± 9 -11 % ▼│
//	▌ tg128           │ …                ││ …                │
//	                  ╰──────────────────╯╰──────────────────╯
//	B differs from A in …
func (s *resultsScreen) view(width, height int) widget.Block {
	if s.of != s.session || s.made != [2]int{s.shown, len(s.more)} {
		s.make()
	}
	switch {
	case s.session == nil:
		return widget.Fit(s.nothing(width), width, height)
	case len(s.sheet.Rows) == 0:
		return widget.Fit([]string{"", "  Session " + bench.Clean(s.name) + " has no tests."}, width, height)
	}
	names, panes, paneWidth := s.divide(width)
	tail := s.below(width, panes)
	// The panes get what they need, the notes the rest, but a third at least.
	least := height / 3
	if height < 14 {
		least = 2
	}
	room := max(height-len(tail), min(len(s.lines)+s.headLines(panes), height-min(len(tail), least)))
	lines := s.body(names, panes, paneWidth, room)
	if cut := height - len(lines); cut < len(tail) && cut > 0 {
		tail = tail[:cut]
		tail[cut-1] = widget.Ends(tail[cut-1], s.Paint(theme.Muted, s.More+" w all "), width)
	}
	return widget.Fit(append(lines, tail...), width, height)
}

func (s *resultsScreen) nothing(width int) []string {
	out := []string{"", "  " + s.Paint(theme.Strong, "There are no results yet."), ""}
	for _, l := range [][2]string{{"enter", "choose models to measure"}, {"6", "look at earlier sessions"}} {
		out = append(out, "  "+s.Paint(theme.Accent, widget.Left(l[0], 6))+" "+l[1])
	}
	return out
}

// divide shares the width out: names at the left, as many panes as fit, the
// one that has the keyboard among them. Below 60 columns there is one.
func (s *resultsScreen) divide(width int) (names int, panes []int, paneWidth int) {
	all := s.shownPanes()
	// Names take what they need where panes have enough all the same.
	names = min(max(s.longestName()+2, leastNames), max(min(width/4, mostNames), min(width-len(all)*goodPane, width/3)))
	fit := max((width-names)/leastPane, 1)
	if width < 60 {
		fit = 1
	}
	at := 0
	for i, p := range all {
		if p == s.pane {
			at = i
		}
	}
	first := min(max(at-fit+1, 0), max(len(all)-fit, 0))
	panes = all[first:min(first+fit, len(all))]
	return names, panes, min((width-names)/max(len(panes), 1), mostPane)
}

// longestName is how wide the widest name of a row is.
func (s *resultsScreen) longestName() int {
	most := 0
	for _, i := range s.rows {
		r := s.sheet.Rows[i]
		most = max(most, widget.Width(bench.Clean(r.Model)), len(r.Test.String())+2)
	}
	return most
}

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

func (s *resultsScreen) body(names int, panes []int, paneWidth, height int) []string {
	inside, _ := widget.PaneInside(paneWidth, height)
	head := s.headLines(panes)
	visible := s.scroll(max(height-head, 1))
	left := append(widget.Block{}, s.corner(names, panes)[:head-1]...)
	alone := s.width < 60
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
		most := fastest(r)
		for c, p := range panes {
			text := ""
			switch l.kind {
			case modelLine:
				if alone { // there is more room in the pane than beside it
					text = s.Paint(theme.Strong, widget.Cut(bench.Clean(r.Model), inside, s.More))
				}
			case figureLine:
				text = s.figure(r.Cells[p], most, inside)
			case movedLine:
				text = s.moved(r.Cells[p], inside)
			}
			blocks[c] = append(blocks[c], text)
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

// scroll gives the lines that are seen, the one with the keyboard among them.
func (s *resultsScreen) scroll(room int) []resultLine {
	first, last := 0, 0
	for i, l := range s.lines {
		if l.row != s.at {
			continue
		}
		if l.kind == figureLine {
			first = i
		}
		last = i
	}
	if first > 0 && s.lines[first-1].kind == modelLine {
		first-- // a test stays with its model's name
	}
	s.top = min(max(s.top, last-room+1), first)
	s.top = max(min(s.top, len(s.lines)-room), 0)
	return s.lines[s.top:min(s.top+room, len(s.lines))]
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
		return s.Paint(theme.Focus, s.Cursor) + "  " + s.Paint(theme.Strong, r.Test.String())
	}
	return "   " + r.Test.String()
}

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
	case c.Row.Test.Failure != nil && !c.Row.Measured():
		return s.Paint(theme.Bad, widget.Cut(s.No+" "+bench.Clean(c.Row.Test.Failure.Reason), inside, s.More))
	case !c.Row.Measured():
		return s.Paint(theme.Muted, c.Row.Standing())
	}
	median, interval := c.Row.Median()
	text, change, doubt := widget.Right(median, 6), s.change(c), ""
	doubt = s.gradeSign(c.Row.Grade) // at the figure: ▲ also means faster
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

// gradeSign says at a figure what its warnings come to.
func (d *desk) gradeSign(g bench.Grade) string {
	switch g {
	case bench.GradeClean, "":
		return ""
	case bench.GradeSuspect:
		return " " + d.Paint(theme.Bad, d.No)
	}
	return " " + d.Paint(theme.Warn, d.Doubt)
}

// change is the ratio to the baseline with the verdict's sign. Where none was
// shown, the sign alone.
func (s *resultsScreen) change(c report.SheetCell) string {
	if !c.Compared {
		return ""
	}
	sign := report.VerdictSign(c.Verdict)
	text, _ := report.ChangeOf(c.Comparison)
	switch c.Verdict {
	case bench.Faster:
		return s.Paint(theme.Good, text+" "+strings.Replace(sign, "▲", s.Better, 1))
	case bench.Slower:
		return s.Paint(theme.Bad, text+" "+strings.Replace(sign, "▼", s.Worse, 1))
	}
	return s.Paint(theme.Muted, sign)
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
		text += " meas."
	}
	text = widget.Cut(text, inside, s.More)
	if room := inside - widget.Width(text) - 1; share > 0 && room >= 3 {
		return s.Paint(theme.Muted, text) + " " + widget.Bar(s.Theme, share, min(room, 8), " ")
	}
	return s.Paint(theme.Muted, text)
}
