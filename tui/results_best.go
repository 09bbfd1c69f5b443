package tui

import (
	"dragstrip/bench"
	"dragstrip/bench/report"
)

// bestOf is the column whose figure is the best of a row, where the difference
// to the next best is shown; -1 where none is, or where that cannot be told.
func (s *resultsScreen) bestOf(row int) int {
	if at, known := s.best[row]; known {
		return at
	}
	at := s.findBest(s.sheet.Rows[row])
	s.best[row] = at
	return at
}

func (s *resultsScreen) findBest(r report.SheetRow) int {
	best, second := -1, -1
	for at, c := range r.Cells {
		switch {
		case !c.Measured() || c.Row.Grade == bench.GradeSuspect || len(c.Row.StartsTPS()) == 0 || s.isHidden(at):
		case best < 0 || tpsOf(c) > tpsOf(r.Cells[best]):
			best, second = at, best
		case second < 0 || tpsOf(c) > tpsOf(r.Cells[second]):
			second = at
		}
	}
	if second < 0 || !s.isFaster(r.Cells[best], r.Cells[second]) {
		return -1
	}
	return best
}

// isFaster tells whether one cell is shown to be faster than another. What was
// disturbed shows nothing.
func (s *resultsScreen) isFaster(c, than report.SheetCell) bool {
	for _, each := range []report.SheetCell{c, than} {
		if g := each.Row.Grade; g == bench.GradeNoisy || g == bench.GradeThrottled {
			return false
		}
	}
	return bench.Compare(than.Row.StartsTPS(), c.Row.StartsTPS()).Verdict == bench.Faster
}

func tpsOf(c report.SheetCell) float64 { return c.Row.Summary.Median }
