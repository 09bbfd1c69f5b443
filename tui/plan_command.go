package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
)

// commandMsg brings the engine's first command.
type commandMsg struct {
	ask  int
	text string
}

// askCommand asks for the engine's first command if the plan has changed.
func (s *planScreen) askCommand() tea.Cmd {
	if s.ask == s.had || s.plan == nil || len(s.plan.Jobs) == 0 {
		return nil
	}
	s.had = s.ask
	ask, plan, find := s.ask, s.plan, s.Plans.EngineCommand
	return func() tea.Msg { return commandMsg{ask, find(plan, &plan.Jobs[0])} }
}

// engineLine shows the engine's first command.
func (s *planScreen) engineLine(width int) []string {
	if s.plan == nil || s.firstCommand == "" {
		return nil
	}
	lines := []string{"", " " + s.Paint(theme.Strong, "First command")}
	for _, line := range linebreak.Lines(s.firstCommand, max(width-4, 1)) {
		lines = append(lines, "   "+s.Paint(theme.Muted, line))
	}
	return lines[:min(len(lines), 6)]
}
