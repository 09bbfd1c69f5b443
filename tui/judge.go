package tui

import tea "github.com/charmbracelet/bubbletea"

// judgeNow checks again whether the machine is fit to measure, because what was
// true when the program began may have changed.
func (d *desk) judgeNow() tea.Cmd {
	ctx, fitness := d.ctx, d.Machine.Fitness
	return func() tea.Msg { return findingsMsg{fitness(ctx)} }
}
