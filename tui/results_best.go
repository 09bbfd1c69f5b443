package tui

import (
	"slices"

	"dragstrip/bench/report"
)

// bestOf is the column whose figure is the best of a row, where all others are
// shown to be slower; -1 where none is, or where that cannot be told.
func (s *resultsScreen) bestOf(row int) int {
	if at, known := s.best[row]; known {
		return at
	}
	at := s.findBest(s.sheet.Rows[row])
	s.best[row] = at
	return at
}

// findBest asks the sheet, which the report asks, too. Columns that were removed
// do not count, nor do figures without samples: no verdict is made on them.
func (s *resultsScreen) findBest(r report.SheetRow) int {
	r.Cells = slices.Clone(r.Cells)
	for at, c := range r.Cells {
		if s.isHidden(at) || c.Row != nil && len(c.Row.StartsTPS()) == 0 {
			r.Cells[at] = report.SheetCell{}
		}
	}
	if l := s.sheet.Leaders(r); l.Clear() && len(l.Columns) == 1 {
		return l.Columns[0]
	}
	return -1
}

func tpsOf(c report.SheetCell) float64 { return c.Row.Summary.Median }
