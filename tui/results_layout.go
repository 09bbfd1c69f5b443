package tui

import (
	"dragstrip/bench"
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
)

// view draws panes side by side, their rows on one line each, and below them
// what differs. Where there is no room for two panes there is one.
//
//	                  ╭ A baseline ──────╮╭ B ───────────────╮
//	Llama 3.2 3B      │                  ││                  │
//	  pp512           │ 1581 ± 6         ││ 1402 ± 9  -11 % ▼│
//	▌ tg128           │ …                ││ …                │
//	                  ╰──────────────────╯╰──────────────────╯
//	B differs from A in …
func (s *resultsScreen) view(width, height int) widget.Block {
	if s.of != s.session || s.made != [2]int{s.shown, len(s.more)} {
		s.make()
	}
	switch {
	case s.session == nil:
		return widget.Fit(s.nothing(), width, height)
	case len(s.sheet.Rows) == 0:
		return widget.Fit([]string{"", "  Session " + bench.Clean(s.name) + " has no tests."}, width, height)
	}
	names, panes, paneWidth := s.divide(width)
	tail := s.below(width, height, panes)
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

func (s *resultsScreen) nothing() []string {
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
