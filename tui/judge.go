package tui

import tea "github.com/charmbracelet/bubbletea"

// judgeNow looks again whether the machine is fit to measure: what was seen when
// the program began may be long over.
func (d *desk) judgeNow() tea.Cmd {
	ctx, fitness := d.ctx, d.Machine.Fitness
	return func() tea.Msg { return findingsMsg{fitness(ctx)} }
}
