package tui

import tea "github.com/charmbracelet/bubbletea"

// judgeNow checks again whether the machine is fit to measure, because this may
// have changed since the program began.
func (d *desk) judgeNow() tea.Cmd {
	ctx, fitness := d.ctx, d.Machine.Fitness
	return func() tea.Msg { return findingsMsg{fitness(ctx)} }
}
