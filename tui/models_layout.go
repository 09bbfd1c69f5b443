package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// view draws the list, and below it the selected model's facts if there is
// room. On a wide screen the facts are beside the list.
//
//	Models  31 found, 2 marked                        sorted by name
//	  name        quant  GiB  …
//	▌ …
//	╭ Qwen2.5 14B Instruct Q4_K_M ───────────────────────────────╮
//	╰────────────────────────────────────────────────────────────╯
func (s *modelsScreen) view(width, height int) widget.Block {
	head := widget.Fit([]string{s.headline(width)}, width, 1)
	if len(s.models) == 0 {
		return widget.Above(head, widget.Fit(s.nothing(width), width, height-1))
	}
	if width >= wideScreen {
		return widget.Above(head, s.beside(width, height-1))
	}
	list := len(s.listed) + 1
	m, chosen := s.selected()
	inside, _ := widget.PaneInside(width, 9)
	var facts []string
	if chosen {
		facts = s.wholeOutlook(m, inside)
	}
	details := min(len(facts)+2, height-1-list)
	if details < len(facts)+2 { // there is no room for the whole list and all facts, so each gets a part
		details = min(max(details, min(9, height-10)), len(facts)+2)
		facts = s.outlook(m, inside, false)
	}
	if len(facts) == 0 || details < 3 {
		return widget.Above(head, s.list(width, height-1))
	}
	list = min(list+1, height-1-details) // an empty line between the list and the facts
	pane := widget.Pane(s.Theme, bench.Clean(m.Label()), false, facts[:min(details-2, len(facts))], width, details)
	return widget.Fit(widget.Above(head, s.list(width, list), pane), width, height)
}

// leastFacts is the smallest width of the facts beside the table.
const leastFacts = 56

// beside draws the table, and the selected model's facts to its right.
func (s *modelsScreen) beside(width, height int) widget.Block {
	right := width * 2 / 5
	if over := s.table.Wanted() + 3 - (width - right); over > 0 { // names come before the facts
		right = max(right-over, leastFacts)
	}
	list := s.list(width-right-1, height)
	m, chosen := s.selected()
	if !chosen {
		return widget.Fit(list, width, height)
	}
	inside, _ := widget.PaneInside(right, height)
	facts := s.wholeOutlook(m, inside)
	pane := widget.Pane(s.Theme, bench.Clean(m.Label()), false, facts[:min(max(height-2, 0), len(facts))], right, min(len(facts)+2, height))
	return widget.Beside(widget.Fit(list, width-right, height), widget.Fit(pane, right, height))
}

// list draws the table. If no row matches the filter, it says what to do.
func (s *modelsScreen) list(width, height int) widget.Block {
	if len(s.listed) == 0 {
		return widget.Fit([]string{"", "  Nothing fits " + s.Paint(theme.Accent, "/"+bench.Clean(s.filter.Value())) + ".", "", "  " + s.Paint(theme.Accent, "esc") + "  show all"}, width, height)
	}
	roomForNames(&s.table, width)
	return s.table.View(s.Theme, true, width, height)
}

func (s *modelsScreen) headline(width int) string {
	places := map[string]bool{}
	for _, m := range s.models {
		places[m.Place] = true
	}
	count := countOf(len(s.models), "") + " found"
	if len(places) > 1 && width >= 60 {
		count += " in " + countOf(len(places), "place")
	}
	if !s.modelsKnown {
		count = "looking" + s.More + " " + count
	}
	if n := len(s.marked); n > 0 {
		count += fmt.Sprintf(", %d marked", n)
	}
	if n := len(s.modelProblems); n > 0 {
		count += fmt.Sprintf(", %d left out", n)
	}
	left := " " + s.Paint(theme.Strong, "Models") + "  " + s.Paint(theme.Muted, count)
	if s.writing != nil {
		left = " " + s.Paint(theme.Accent, "writing "+bench.Clean(s.writing.shape.Model.Label())) + " "
		share := 0.0
		if s.writing.total > 0 {
			share = float64(s.writing.done) / float64(s.writing.total)
		}
		return widget.Ends(left+widget.Bar(s.Theme, share, 20, s.BarRest), bench.FormatBytes(s.writing.done)+" ", width)
	}
	right := "sorted by " + modelColumns[s.sortBy].Title + " " + s.SortDown
	if s.turned {
		right = "sorted by " + modelColumns[s.sortBy].Title + " " + s.SortUp
	}
	switch {
	case s.filter.on:
		right = "/" + s.inputLine(s.filter.Model, 20)
	case s.filter.Value() != "" && s.best:
		right = fmt.Sprintf("/%s: %d of %d, best first", bench.Clean(s.filter.Value()), len(s.listed), len(s.models))
	case s.filter.Value() != "":
		right = fmt.Sprintf("/%s: %d of %d, %s", bench.Clean(s.filter.Value()), len(s.listed), len(s.models), right)
	}
	return widget.Ends(left, s.Paint(theme.Muted, right)+" ", width)
}

// nothing says why the list is empty, and what to do.
func (s *modelsScreen) nothing(width int) []string {
	if !s.modelsKnown {
		return []string{"", "  Looking for models in every store of this machine" + s.More}
	}
	lines := []string{""}
	add := func(lead, text string) {
		for i, line := range linebreak.Lines(text, max(width-2-widget.Width(lead), 8)) {
			if i > 0 {
				lead = strings.Repeat(" ", widget.Width(lead))
			}
			lines = append(lines, lead+line)
		}
	}
	stores := ""
	if known := s.Models.Stores; len(known) > 0 {
		stores = "the stores of " + strings.Join(known[:min(len(known), 4)], ", ") + " and other programs, and "
	}
	add("  ", "No models were found. dragstrip looked into its own folder, "+stores+"the folders that were added.")
	lines = append(lines, "")
	add("  "+s.Paint(theme.Accent, "s")+"  ", "write a stand-in: a published model's exact shape with random weights")
	add("  "+s.Paint(theme.Accent, "a")+"  ", "add a folder that holds models")
	lines = append(lines, "")
	for _, p := range s.modelProblems {
		lines = append(lines, "  "+s.Paint(theme.Warn, s.Doubt)+" "+widget.Cut(bench.Clean(p), width-4, s.More))
	}
	return lines
}
