package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// view draws the columns side by side, each row on one line. Above them is what
// all columns have in common. Below them the selected row is drawn as a
// picture, followed by as many notes as there is room for.
//
//	t/s · llama.cpp b11669 · mean of 6 starts, 6 repetitions   ● best  ~ no difference
//	                 A Vulkan        B ROCm
//	                   baseline
//	Llama 3.2 3B Q4_K_M
//	▌ pp512          ● 1581 ± 6        1402 ± 9  -11.3 %
//	  tg128            88.1 ± 0.2      88.0 ± 0.2      ~
//
//	pp512                   1400      1450      1500      1550
//	A Vulkan                                           ·├··◆┤·     1581 ± 6
//	B ROCm                  ├·◆·┤·                                 1402 ± 9
//	tg128 reads   A 178 GB/s ███████ 70 %   B 178 GB/s ███████ 70 % of 256
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
	if s.found != nil {
		return s.searchView(width, height)
	}
	f := s.divide(width, height)
	var lines []string
	if height >= lowScreen || s.find.on || s.find.Value() != "" {
		lines = append(lines, s.headLine(width))
	}
	body := s.tableLines
	if s.bars {
		body = s.barLines
	}
	room := height - len(lines)
	wanted := len(s.lines) + f.heads + 1
	if s.bars {
		wanted = len(s.lines)
	}
	table := body(f, max(room-s.belowWanted(room), min(wanted, room*6/10), min(room, 3)))
	lines = append(lines, table...)
	lines = append(lines, s.below(f, height-len(lines))...)
	return widget.Fit(lines, width, height)
}

func (s *resultsScreen) nothing() []string {
	head, earlier := "There are no results yet.", "look at earlier sessions"
	if s.past > 0 {
		head, earlier = "No results are open.", "open one of the "+countOf(s.past, "session")+" in History"
		if s.past == 1 {
			earlier = "open the session in History"
		}
	}
	out := []string{"", "  " + s.Paint(theme.Strong, head), ""}
	for _, l := range [][2]string{{"enter", "choose models to measure"}, {historyKey, earlier}} {
		out = append(out, "  "+s.Paint(theme.Accent, widget.Left(l[0], 6))+" "+l[1])
	}
	return out
}

// headLine draws the first line. It says what all columns have in common, and
// what the signs mean. If all columns were measured on another machine, it names
// that machine. If there is a filter, it shows the filter's text instead of the
// machine and of what the columns have in common.
func (s *resultsScreen) headLine(width int) string {
	legend := s.Paint(theme.Accent, s.Best) + s.Paint(theme.Muted, " best   "+s.NoDifference+" no difference shown ")
	if len(s.shownColumns()) < 2 {
		legend = ""
	}
	switch {
	case s.find.on:
		return " /" + s.inputLine(s.find.Model, max(width-3, 1))
	case len(s.rows) == 0:
		return " " + s.Paint(theme.Warn, "nothing fits /"+bench.Clean(s.find.Value()))
	case s.find.Value() != "":
		return widget.Ends(" "+s.Paint(theme.Accent, "/"+bench.Clean(s.find.Value())), legend, width)
	}
	unit := "t/s"
	if s.byModel {
		unit = s.dotted(unit, "models as columns (m)")
	}
	all := s.dotted(unit, s.where, s.names.Shared)
	shared := shorter(widget.Width, width-widget.Width(legend)-3, s.dotted(all, s.how), all)
	if widget.Width(shared)+widget.Width(legend)+3 > width {
		legend = "" // help explains the signs, too
		shared = s.inCommon(unit, width-2)
	}
	return widget.Ends(" "+s.Paint(theme.Muted, widget.Cut(shared, width-2, s.More)), legend, width)
}

// inCommon says in a certain width what all columns have in common. If there is
// no room, it leaves out what stands last. If models are columns, what stands
// first remains, because it may be the model, which no row names.
func (s *resultsScreen) inCommon(unit string, room int) string {
	var variants []string
	parts := strings.Split(s.names.Shared, " · ")
	for n := len(parts); n > 0; n-- {
		variants = append(variants, s.dotted(append([]string{unit, s.where}, parts[:n]...)...))
	}
	last := s.dotted(unit, s.where)
	if s.byModel {
		last = s.dotted(unit, parts[0], s.where)
	}
	return shorter(widget.Width, room, append(variants, last)...)
}
