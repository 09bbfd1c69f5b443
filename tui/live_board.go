package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// board shows a search for the best configuration: how it stands for each goal,
// then the configurations, the fastest first, with what became of them.
//
//	prefill     ub 512 is ahead, 886 t/s, +12 % (8 % to 16 %) against the default
//	generation  the default is ahead, 55 t/s
//	                        pp512   tg128
//	◆ ub 512                  886    54.1  best for prefill
//	  default                 791    55.0  best for generation
//	✗ ub 4096                   –       –  failed: out of memory
func (s *liveScreen) board(width, height int) []string {
	var lines []string
	names := 0
	for _, g := range s.found.Goals {
		names = max(names, widget.Width(s.goalName(g)))
	}
	for _, g := range s.found.Goals {
		text := g.Standing
		if text == "" {
			text = g.Headline
		}
		name := s.Paint(theme.Muted, widget.Left(s.goalName(g), names))
		lines = append(lines, name+"  "+widget.Cut(s.Spelled(text), max(width-names-2, 1), s.More))
	}
	if room := height - len(lines) - 1; room > 0 {
		lines = append(lines, s.boardHead(width))
		lines = append(lines, s.boardRows(width, room)...)
	}
	return lines[:min(len(lines), max(height, 0))]
}

// goalName names a goal by its tests.
func (s *liveScreen) goalName(g report.FoundGoal) string { return g.Tests() }

// boardFigure is the width of a figure on the board.
const boardFigure = 7

// boardName is how wide the names of configurations are on a board.
func (s *liveScreen) boardName(width int) int {
	longest := 0
	for _, c := range s.found.Configurations {
		longest = max(longest, widget.Width(c.Name))
	}
	return max(min(longest, width/3, width-2-s.boardColumns(width)*(boardFigure+1)), 4)
}

// boardColumns is how many goals have room for their figures.
func (s *liveScreen) boardColumns(width int) int {
	return max(min(len(s.found.Goals), (width-12)/(boardFigure+1)), 1)
}

func (s *liveScreen) boardHead(width int) string {
	line := strings.Repeat(" ", 2+s.boardName(width))
	for _, g := range s.found.Goals[:s.boardColumns(width)] {
		line += " " + widget.Right(widget.Cut(s.goalName(g), boardFigure, s.More), boardFigure)
	}
	return s.Paint(theme.Muted, widget.Cut(line+"  t/s", width, s.More))
}

// boardRows are as many configurations as there is room for. The line at the end
// says how many are not shown.
func (s *liveScreen) boardRows(width, height int) []string {
	var lines []string
	all := s.found.Configurations
	shown := len(all)
	if shown > height {
		shown = height - 1
	}
	for _, c := range all[:max(shown, 0)] {
		lines = append(lines, s.boardRow(c, width))
	}
	if left := len(all) - shown; left > 0 {
		lines = append(lines, s.Paint(theme.Muted, s.More+" and "+countOf(left, "more configuration")))
	}
	return lines
}

func (s *liveScreen) boardRow(c report.FoundConfiguration, width int) string {
	sign, tone := " ", theme.Muted
	j := s.session.Job(c.Job)
	switch {
	case s.live && j != nil && s.isMeasured(j):
		sign, tone = s.Going, theme.Accent
	case c.IsBest():
		sign, tone = s.Yes, theme.Good
	case c.HasFailed():
		sign, tone = s.No, theme.Bad
	}
	line := s.Paint(tone, sign) + " " + widget.Left(s.Spelled(c.Name), s.boardName(width))
	for _, v := range c.Speeds[:min(s.boardColumns(width), len(c.Speeds))] {
		figure := bench.NotMeasured
		if v > 0 {
			figure = bench.FormatTPS(v)
		}
		line += " " + widget.Right(s.Spelled(figure), boardFigure)
	}
	if room := width - widget.Width(line) - 2; room > 3 {
		line += "  " + s.Paint(theme.Muted, widget.Cut(s.Spelled(c.Became), room, s.More))
	}
	return line
}

// boardTitle counts the configurations by what became of them.
func (s *liveScreen) boardTitle() string {
	tried, dropped, failed := s.tried(), 0, 0
	for _, c := range s.found.Configurations {
		switch {
		case c.HasFailed():
			failed++
		case c.IsDropped():
			dropped++
		}
	}
	title := fmt.Sprintf("Search: %d of %d tried", tried, len(s.found.Configurations))
	if dropped > 0 {
		title += fmt.Sprintf(", %d dropped", dropped)
	}
	if failed > 0 {
		title += fmt.Sprintf(", %d failed", failed)
	}
	return title
}

// tried counts the configurations that were measured, or that failed.
func (s *liveScreen) tried() int {
	n := 0
	for _, c := range s.found.Configurations {
		if c.Looks > 0 || c.HasFailed() {
			n++
		}
	}
	return n
}

// resultRows is how many lines the results need.
func (s *liveScreen) resultRows() int {
	if s.found != nil {
		return len(s.found.Goals) + 1 + len(s.found.Configurations)
	}
	return max(len(s.rows), 1)
}

// blockText names the block of a search that is being measured.
func (s *liveScreen) blockText(round int) string {
	text := fmt.Sprintf("block %d", round+1)
	if round < len(s.session.Added) && s.session.Added[round].Stage == bench.StageFinal {
		text += ", final"
	}
	return text
}
