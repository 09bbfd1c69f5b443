package tui

import (
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// fitness shows the strongest reason against measuring now, before anything is
// started. It says what is wrong, how that affects the figures, and what to do.
// If there is no room for the remedy, it says that the screen Machine shows it.
func (s *planScreen) fitness(width, most int) []string {
	doubts := s.reasons()
	if len(doubts) == 0 {
		return nil
	}
	worst := doubts[0]
	tone, sign := s.findingSign(worst)
	if worst.Effect == "" {
		return s.leading(tone, sign, linebreak.Lines(bench.Clean(worst.Text), max(width-3, 1)), most)
	}
	short := bench.Clean(worst.Text) + ": " + bench.Clean(worst.Effect)
	more := ""
	if n := len(doubts) - 1; n > 0 {
		more = fmt.Sprintf(" (%d more on Machine, 1)", n)
	}
	whole := short + ". To do: " + bench.Clean(worst.Remedy) + more
	for _, text := range []string{whole, short + ". See Machine (1)"} {
		lines := linebreak.Lines(text, max(width-3, 1))
		if len(lines) <= most {
			return s.leading(tone, sign, lines, most)
		}
	}
	return s.leading(tone, sign, []string{widget.Cut(short, width-3, s.More)}, most)
}

// reasons are the findings that concern the figures, the worst first. While a
// session is shown that is being measured, there are none.
func (s *planScreen) reasons() []Finding {
	if s.live {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.findings), func(f Finding) bool { return f.Severity == "note" })
}

// allReasons shows every reason with its remedy, for a screen with room.
func (s *planScreen) allReasons(width int) []string {
	var lines []string
	for _, f := range s.reasons() {
		tone, sign := s.findingSign(f)
		text := bench.Clean(f.Text)
		if f.Effect != "" {
			text += ": " + bench.Clean(f.Effect)
		}
		for i, line := range linebreak.Lines(text, max(width-3, 1)) {
			lead := "   "
			if i == 0 {
				lead = " " + sign + " "
			}
			lines = append(lines, s.Paint(tone, lead+line))
		}
		for _, line := range linebreak.Lines(bench.Clean(f.Remedy), max(width-3, 1)) {
			lines = append(lines, "   "+s.Paint(theme.Muted, line))
		}
	}
	return lines
}

// leading puts a sign before the first lines of a text.
func (s *planScreen) leading(tone theme.Tone, sign string, lines []string, most int) []string {
	lines = lines[:min(len(lines), max(most, 1))]
	for i := range lines {
		lead := "   "
		if i == 0 {
			lead = " " + sign + " "
		}
		lines[i] = s.Paint(tone, lead+lines[i])
	}
	return lines
}
