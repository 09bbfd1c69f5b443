package tui

import (
	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
)

// fitness lists the reasons against measuring now, each with its remedy.
func (s *machineScreen) fitness(width int) []string {
	lines := []string{s.title("Fit to measure?", "", width)}
	switch {
	case s.live:
		return append(lines, "   "+s.Paint(theme.Accent, s.Going)+" a benchmark is running; the machine is checked again when it has ended")
	case !s.fitKnown:
		return append(lines, "   "+s.Paint(theme.Muted, "looking"+s.More))
	case len(s.findings) == 0:
		return append(lines, "   "+s.Paint(theme.Good, s.Yes)+" no problem found: ready to measure")
	}
	for _, f := range s.findings {
		tone, sign := s.findingSign(f)
		for i, line := range linebreak.Lines(bench.Clean(f.Text), width-6) {
			lead := "  "
			if i == 0 {
				lead = s.Paint(tone, sign) + " "
			}
			lines = append(lines, "   "+lead+line)
		}
		if f.Remedy == "" {
			continue
		}
		for _, line := range linebreak.Lines(bench.Clean(f.Remedy), width-6) {
			lines = append(lines, "     "+s.Paint(theme.Muted, line))
		}
	}
	return lines
}
