package tui

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// detail is everything known of the session that has the keyboard.
func (s *historyScreen) detail(width int) []string {
	p, ok := s.selected()
	if !ok {
		return nil
	}
	lines := []string{""}
	lines = append(lines, " "+s.Paint(theme.Strong, widget.Cut(bench.Clean(p.Name), width-2, s.More)))
	what := s.joined(bench.Clean(p.State), fmt.Sprintf("%d of %s measured", p.Done, countOf(p.Tests, "test")))
	if p.Problem != "" {
		what = bench.Clean(p.Problem)
	}
	lines = append(lines, s.wrapped(theme.Muted, what, width)...)
	lines = append(lines, s.wrapped(theme.Plain, bench.Clean(strings.Join(p.Models, ", ")), width)...)
	lines = append(lines, s.wrapped(theme.Muted, bench.Clean(p.Note), width)...)
	return lines[:min(len(lines), 6)]
}
