package tui

import (
	"slices"

	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// legend says which columns the letters beside bars and pictures stand for. It
// has no lines if everything is named already: by names beside the bars that are
// not cut, or by the heads of the table. If most lines are not enough for all
// names, the column that has the focus is named.
func (s *resultsScreen) legend(f frame, most int) []string {
	all := s.shownColumns()
	if len(all) < 2 || s.namesAreWhole(f.width) || !s.bars && len(f.columns) == len(all) {
		return nil
	}
	for _, names := range [][]string{s.names.Full, s.names.Short} {
		if lines := s.legendLines(all, names, f.width); len(lines) <= most {
			return lines
		}
	}
	lines := s.legendLines([]int{s.column}, s.names.Full, f.width)
	if len(lines) > most {
		lines = s.legendLines([]int{s.column}, s.names.Short, f.width)
	}
	return lines[:min(len(lines), max(most, 0))]
}

// namesAreWhole tells whether the names beside bars and pictures are not cut.
func (s *resultsScreen) namesAreWhole(width int) bool {
	names := s.namesBeside(s.barNameWidth(width))
	return names != nil && !slices.ContainsFunc(s.shownColumns(), func(at int) bool { return !s.isWhole(at, names) })
}

// wholeName is a column's letter with everything that differs.
func (s *resultsScreen) wholeName(at int) string {
	return s.sheet.Columns[at].Name + " " + s.names.Full[at]
}

// legendLines writes names beside each other, as many as fit on a line. A name
// that is longer than a line is broken.
func (s *resultsScreen) legendLines(columns []int, names []string, width int) (lines []string) {
	const gap = 3
	cell := 0
	for _, at := range columns {
		cell = max(cell, widget.Width(s.sheet.Columns[at].Name+" "+names[at])+gap)
	}
	each := max((width-2+gap)/cell, 1)
	for some := range slices.Chunk(columns, each) {
		line := ""
		for _, at := range some {
			name := s.sheet.Columns[at].Name + " " + names[at]
			if each > 1 {
				line += widget.Left(name, cell)
				continue
			}
			for n, part := range linebreak.Lines(name, max(width-4, 1)) {
				if n > 0 {
					part = "  " + part
				}
				lines = append(lines, " "+s.Paint(theme.Muted, part))
			}
		}
		if each > 1 {
			lines = append(lines, " "+s.Paint(theme.Muted, widget.Cut(line, width-2, "")))
		}
	}
	return lines
}
