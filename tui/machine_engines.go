package tui

import (
	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

func (s *machineScreen) engines(width int) []string {
	lines := []string{s.title("Engines", "", width)}
	if !s.buildsKnown {
		return append(lines, "   "+s.Paint(theme.Muted, "looking"+s.More))
	}
	if len(s.builds) == 0 {
		lines = append(lines, "   "+s.Paint(theme.Warn, s.Doubt)+" none was found: "+s.Paint(theme.Accent, "s")+" gets one")
	}
	for _, b := range s.builds {
		devices := ""
		for i, d := range b.Devices {
			if i > 0 {
				devices += ", "
			}
			devices += d.Description
		}
		lines = append(lines, "   "+s.Paint(theme.Good, s.Yes)+" "+widget.Cut(s.joined(buildName(b), bench.Clean(devices), bench.Clean(b.Origin)), width-6, s.More))
	}
	for _, p := range s.buildProblems {
		lines = append(lines, "   "+s.Paint(theme.Bad, s.No)+" "+s.Paint(theme.Muted, widget.Cut(bench.Clean(p), width-6, s.More)))
	}
	return lines
}
