package tui

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// fitness shows the strongest reason against measuring now, before anything is
// started. It says what is wrong, how that affects the figures, and what to do.
// If there is no room for the remedy, it says that the screen Machine shows it.
func (s *planScreen) fitness(width, most int) []string {
	var doubts []Finding
	for _, f := range s.findings { // the worst first
		if f.Severity != "note" {
			doubts = append(doubts, f)
		}
	}
	if len(doubts) == 0 || s.live {
		return nil
	}
	worst := doubts[0]
	tone, sign, effect := theme.Warn, s.Doubt, "figures may be a few percent off"
	switch worst.Severity {
	case "unfit":
		tone, sign, effect = theme.Bad, s.No, "figures will not show what this machine can do"
	case "waits":
		return s.leading(theme.Accent, s.Going, linebreak.Lines(bench.Clean(worst.Text), max(width-3, 1)), most)
	}
	short := bench.Clean(worst.Text) + ": " + effect
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
