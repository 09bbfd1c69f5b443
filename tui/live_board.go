package tui

import (
	"fmt"
	"math"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
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
	lines := s.goalLines(width, height-leastBoard)
	// A search over lengths has many goals, and the configurations need room, too.
	if goals := len(s.found.Goals); len(lines) == goals && goals > height/2 && height > 2*leastBoard {
		most := height/2 - 1
		lines = append(lines[:most], s.Paint(theme.Muted, s.More+" and "+countOf(goals-most, "more goal")))
	}
	if room := height - len(lines) - 1; room > 0 {
		b := searchBoard{desk: s.desk, found: *s.found, called: &s.called, isMeasured: s.isMeasured}
		lines = append(lines, b.lines(width, room+1, -1, 0)...)
	}
	return lines[:min(len(lines), max(height, 0))]
}

// leastBoard is how many lines the head and the first configurations of a board
// need.
const leastBoard = 3

// goalLines say how the search stands for each goal. A text that is wider than
// the screen is broken, unless that needs more than most lines. Then it is cut.
func (s *liveScreen) goalLines(width, most int) []string {
	names := 0
	for _, g := range s.found.Goals {
		names = max(names, widget.Width(g.Tests()))
	}
	room := max(width-names-2, 1)
	var whole, cut []string
	for _, g := range s.found.Goals {
		text := g.Standing
		if text == "" {
			text = g.Headline
		}
		name := s.Paint(theme.Muted, widget.Left(g.Tests(), names)) + "  "
		cut = append(cut, name+widget.Cut(s.Spelled(text), room, s.More))
		for _, line := range linebreak.Lines(s.Spelled(text), room) {
			whole = append(whole, name+line)
			name = strings.Repeat(" ", names+2)
		}
	}
	if len(whole) > most {
		return cut
	}
	return whole
}

// boardTitle counts the configurations by what became of them.
func (s *liveScreen) boardTitle() string {
	dropped, failed := 0, 0
	for _, c := range s.found.Configurations {
		switch {
		case c.HasFailed():
			failed++
		case c.IsDropped():
			dropped++
		}
	}
	tests := s.session.Tally()
	title := fmt.Sprintf("Search: %d of %d tried", tests.Tried, tests.Configurations)
	if dropped > 0 {
		title += fmt.Sprintf(", %d dropped", dropped)
	}
	if failed > 0 {
		title += fmt.Sprintf(", %d failed", failed)
	}
	return title
}

// resultRows is how many lines of this width the results need.
func (s *liveScreen) resultRows(width int) int {
	if s.found != nil {
		return len(s.goalLines(width, math.MaxInt)) + 1 + len(s.found.Configurations)
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
