package tui

import (
	"strings"

	"dragstrip/bench/linebreak"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// searchView draws what a search found: a sentence for each goal, then the
// configurations with what became of them. Below them are the notes and the
// details of the selected configuration.
//
//	The default loses 16 % of prefill here (14 % to 18 %): ub 256 is faster, …
//	Generation: the default is the best that was found
//
//	                     pp512   tg128  t/s
//	▌● ub 256              886    54.1  best for prefill
//	   ub 512              791    55.0  best for generation
//	 ✗ ub 4096               –       –  failed: out of memory
func (s *resultsScreen) searchView(width, height int) widget.Block {
	var lines []string
	if height >= lowScreen {
		lines = append(lines, " "+s.Paint(theme.Muted, widget.Cut(s.dotted(s.found.Model, s.where, s.names.Shared), width-2, s.More)))
	}
	lines = append(lines, s.headlines(width, height/2-len(lines))...)
	if text := s.ending(); text != "" {
		lines = append(lines, " "+s.Paint(theme.Bad, widget.Cut(text, width-2, s.More)))
	}
	if height >= lowScreen {
		lines = append(lines, "")
	}
	room := height - len(lines)
	kept := min(len(s.notes), 1)
	if room < 6 {
		kept = 0
	}
	all := len(s.found.Configurations)
	lines = append(lines, searchBoard{desk: s.desk, found: *s.found, called: &s.called}.lines(width, min(all+1, room-kept), s.picked, s.scrollTo(room-kept))...)
	if left := height - len(lines); left > kept && kept > 0 {
		lines = append(lines, "")
	}
	lines = append(lines, s.noteLines(width, height-len(lines))...)
	if part := s.sparePart("Details of "+s.pickedTitle(width-13), s.searchDetails())(width); len(part) < height-len(lines) {
		lines = append(append(lines, ""), part...)
	}
	return widget.Fit(lines, width, height)
}

// headlines say what was found, a sentence for each goal. If they have no room
// in full, each is cut to one line.
func (s *resultsScreen) headlines(width, most int) []string {
	var whole, cut []string
	for _, g := range s.found.Goals {
		text := s.Spelled(g.Headline)
		for i, line := range linebreak.Lines(text, max(width-4, 1)) {
			whole = append(whole, strings.Repeat(" ", 1+min(i, 1)*2)+s.Paint(theme.Strong, line))
		}
		cut = append(cut, " "+s.Paint(theme.Strong, widget.Cut(text, width-2, s.More)))
	}
	if len(whole) <= most {
		return whole
	}
	return cut
}

// scrollTo gives the first configuration that is shown in height lines, so that
// the selected one is among them.
func (s *resultsScreen) scrollTo(height int) int {
	all, shown := len(s.found.Configurations), height-1
	if all > shown {
		shown = max(shown-1, 1) // the last line counts the others
	}
	s.top = max(min(s.top, s.picked), s.picked-shown+1)
	return max(min(s.top, all-shown), 0)
}

// pickedTitle names the selected configuration, in at most width cells.
func (s *resultsScreen) pickedTitle(width int) string {
	c, _ := s.pickedConfiguration()
	return widget.Cut(s.Spelled(c.Name), max(width, 1), s.More)
}

func (s *resultsScreen) pickedConfiguration() (c report.FoundConfiguration, has bool) {
	if s.picked >= len(s.found.Configurations) {
		return c, false
	}
	return s.found.Configurations[s.picked], true
}

// searchDetails are everything about the selected configuration.
func (s *resultsScreen) searchDetails() []string {
	c, has := s.pickedConfiguration()
	if !has {
		return nil
	}
	var lines []string
	if c.Became != "" {
		lines = append(lines, s.Spelled(c.Became))
	}
	if c.Looks > 0 {
		text := "measured in " + countOf(c.Looks, "block") + " of the search"
		lines = append(lines, text)
		if memory := c.Memory(); memory != "" {
			lines = append(lines, "memory: "+memory)
		}
	}
	for _, text := range s.found.AtDepths(c.Job) {
		lines = append(lines, s.Spelled(text))
	}
	at := s.columnWith(s.session.Job(c.Job))
	for _, r := range s.sheet.Rows {
		if at < 0 || !r.Cells[at].Measured() {
			continue
		}
		cell := r.Cells[at]
		cell.Compared, cell.Why = false, "" // only the pairs of a search compare
		lines = append(lines, s.Paint(theme.Strong, r.Test.String()))
		lines = append(lines, s.cellDetails(at, cell)...)
	}
	if again := s.found.Again(c.Job); len(again) > 0 {
		lines = append(lines, s.Paint(theme.Strong, "To use it again"))
		for _, command := range again {
			lines = append(lines, "  "+command)
		}
	}
	return lines
}
