package tui

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

func (s *modelsScreen) facts(m Model) []string {
	var lines []string
	for _, row := range slices.Concat(m.Facts, s.pairFacts(m)) {
		lines = append(lines, widget.Left(bench.Clean(row[0]), 11)+bench.Clean(row[1]))
	}
	if s.refused(m) != "" {
		lines = append(lines, "", bench.Clean(s.refused(m)))
	}
	return lines
}

// outlookFacts are the most important facts, in order.
var outlookFacts = []string{"note", "outdated", "stand-in", "pair", "server", "expected", "ceiling", "GPU", "memory", "layers", "context", "KV cache", "path", "license"}

// wholeOutlook gives everything known about a model, with long facts wrapped.
// It keeps what was drawn last, because wrapping takes longer than drawing the
// rest of the screen.
func (s *modelsScreen) wholeOutlook(m Model, width int) []string {
	if s.kept.lines == nil || s.kept.key != m.Key() || s.kept.width != width {
		s.kept = keptOutlook{m.Key(), width, s.outlook(m, width, true)}
	}
	return s.kept.lines
}

// outlook is everything known about a model, the most important first. If whole
// is set, long facts are wrapped. Otherwise they are cut.
func (s *modelsScreen) outlook(m Model, width int, whole bool) []string {
	var lines []string
	if s.refused(m) != "" {
		lines = append(lines, s.Paint(theme.Warn, widget.Cut(bench.Clean(s.refused(m)), width, s.More)))
	}
	add := func(name, value string) {
		value = bench.Clean(value)
		parts := []string{widget.Cut(value, width-11, s.More)}
		if whole {
			parts = linebreak.Lines(value, max(width-11, 8))
		}
		for _, part := range parts {
			lines = append(lines, s.Paint(theme.Muted, widget.Left(name, 10))+" "+part)
			name = ""
		}
	}
	facts := slices.Concat(m.Facts, s.pairFacts(m))
	for _, name := range outlookFacts {
		for _, row := range facts {
			if row[0] == name {
				add(name, row[1])
			}
		}
	}
	for _, row := range facts {
		if row[0] != "model" && !slices.Contains(outlookFacts, row[0]) { // the name is already the pane's title
			add(bench.Clean(row[0]), row[1])
		}
	}
	return lines
}
