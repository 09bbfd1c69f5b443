package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// firstMsg brings the engine's first command.
type firstMsg struct {
	ask  int
	text string
}

// askFirst asks for the engine's first command if the plan has changed.
func (s *planScreen) askFirst() tea.Cmd {
	if s.ask == s.had || s.plan == nil || len(s.plan.Jobs) == 0 {
		return nil
	}
	s.had = s.ask
	ask, plan, find := s.ask, s.plan, s.Plans.EngineCommand
	return func() tea.Msg { return firstMsg{ask, find(plan, &plan.Jobs[0])} }
}

// engineLine shows the engine's first command.
func (s *planScreen) engineLine(width int) []string {
	if s.plan == nil || s.first == "" {
		return nil
	}
	lines := []string{"", " " + s.Paint(theme.Strong, "First command")}
	for _, line := range widget.WrapWords(s.first, max(width-4, 1)) {
		lines = append(lines, "   "+s.Paint(theme.Muted, line))
	}
	return lines[:min(len(lines), 6)]
}
