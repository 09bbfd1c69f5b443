package tui

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/bench/predict/whatif"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// whatIfBar is the width of the bars of expected speeds.
const whatIfBar = 12

// orderedRank is the rank of the column by which the list is ordered. Only the
// names and the expected speed are more important.
const orderedRank = 17

// rowName is what tells a row apart.
func (s *whatIfScreen) rowName(a whatif.Answer) string {
	if s.turned() {
		return a.Model.Label()
	}
	return a.Machine
}

// fill makes the rows from the answers that match the filter. The cursor goes to
// the row named to. If to is empty, it stays on its row.
func (s *whatIfScreen) fill(to string) {
	if a, ok := s.selected(); ok && to == "" && !s.filter.on {
		to = s.rowName(a)
	}
	s.kept = keptFacts{}
	s.listed = slices.DeleteFunc(slices.Clone(s.answers()), func(a whatif.Answer) bool { return !a.Contains(s.filter.Value()) })
	whatif.Sort(s.listed, s.ordered())
	s.fastest = whatif.Fastest(s.listed)
	s.makeRows(to)
}

// makeRows makes the table's columns and rows. The cursor goes to the row with
// this name. If there is none, it goes to the first row.
func (s *whatIfScreen) makeRows(name string) {
	s.table.Columns = s.table.Columns[:0]
	columns := whatif.Filled(s.columns(), s.listed)
	for _, c := range columns {
		column := widget.Column{Title: c.Title, Right: c.Right, Priority: c.Rank}
		if c.Order != "" && c.Order == s.ordered() {
			column.Priority = orderedRank
		}
		if c.Kind == whatif.Name {
			column.Shrink, column.Cut = true, naming.CutApart
		}
		s.table.Columns = append(s.table.Columns, column)
	}
	plain := theme.New(theme.Options{ASCII: s.ASCII})
	rows, cursor := make([]widget.Row, len(s.listed)), 0
	for r, a := range s.listed {
		rows[r].Marked = !s.turned() && s.marks[a.Machine]
		for _, c := range columns {
			rows[r].Cells = append(rows[r].Cells, s.cell(c, a, plain))
		}
		if name != "" && s.rowName(a) == name {
			cursor = r
		}
	}
	s.table.Cursor = cursor
	s.table.Set(rows)
}

// cell is a cell of the table. plain draws bars, because a cell has one colour.
func (s *whatIfScreen) cell(c whatif.Column, a whatif.Answer, plain *theme.Theme) widget.Cell {
	cell := widget.Cell{Text: bench.Clean(c.Text(a))}
	switch {
	case c.Kind == whatif.Bar:
		if a.Fits() && s.fastest > 0 {
			cell = widget.Cell{Text: widget.Bar(plain, a.TPS()/s.fastest, whatIfBar, " "), Tone: theme.Filled}
		}
	case c.Kind == whatif.Fits:
		return s.fitsCell(a, cell.Text)
	case !a.Fits(), c.Kind == whatif.Faint:
		cell.Tone = theme.Muted
	case c.Kind == whatif.Name && a.Here && !s.turned():
		cell.Tone = theme.Accent
	}
	return cell
}

func (s *whatIfScreen) fitsCell(a whatif.Answer, text string) widget.Cell {
	switch a.Fit.Verdict {
	case bench.Fits:
		return widget.Cell{Text: s.Yes, Tone: theme.Good}
	case bench.FitsTightly:
		return widget.Cell{Text: text, Tone: theme.Warn}
	case "":
		return widget.Cell{Text: text, Tone: theme.Muted}
	}
	return widget.Cell{Text: s.No + " " + text, Tone: theme.Bad}
}
