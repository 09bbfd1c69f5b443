package tui

import (
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// figures draws the results of a session in at most most lines: a line for each
// job, a column for each test. Tests without room are left out, and jobs
// without room are counted.
//
//	t/s                          pp512          tg128
//	Qwen2.5 14B Q4_K_M · fa on   321 ± 1   23.1 ± 0.1
func (s *historyScreen) figures(grid figureGrid, width, most int) []string {
	if len(grid.jobs) == 0 || most < 3 || most == 3 && len(grid.jobs) > 1 {
		return nil
	}
	tests := 0
	for _, w := range grid.widths {
		tests += w + 3
	}
	names := grid.names.within(max(width/3, 12, width-2-tests))
	name := 0
	for _, job := range names {
		name = max(name, widget.Width(job))
	}
	var columns []int
	room := width - 2 - name
	for t := range grid.tests {
		if room -= grid.widths[t] + 3; room < 0 {
			break
		}
		columns = append(columns, t)
	}
	head := "  " + widget.Left("t/s", name)
	for _, t := range columns {
		head += "   " + widget.Right(grid.tests[t], grid.widths[t])
	}
	lines := []string{"", s.Paint(theme.Muted, head)}
	for i, job := range names {
		if left := len(grid.jobs) - i; len(lines) == most-1 && left > 1 {
			return append(lines, "  "+s.Paint(theme.Muted, s.More+" and "+countOf(left, "more job")))
		}
		line := "  " + widget.Left(job, name)
		for _, t := range columns {
			line += "   " + s.Spelled(widget.Right(grid.cells[i][t], grid.widths[t]))
		}
		lines = append(lines, line)
	}
	return lines
}
