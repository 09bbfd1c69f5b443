package tui

import (
	"slices"

	"dragstrip/bench/report"
)

// bestOf gives the column with the best figure of a row, if the comparison
// shows that all other columns are slower. Otherwise it gives -1.
func (s *resultsScreen) bestOf(row int) int {
	if at, known := s.best[row]; known {
		return at
	}
	at := s.findBest(s.sheet.Rows[row])
	s.best[row] = at
	return at
}

// findBest asks the sheet for the fastest, as the report does. It ignores
// columns that were removed and figures without samples, because figures
// without samples get no verdict.
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
