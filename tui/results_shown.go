package tui

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// isHidden tells whether a column was removed.
func (s *resultsScreen) isHidden(at int) bool { return s.hidden[s.sheet.Columns[at].Jobs[0]] }

// shownColumns are the columns that were not removed.
func (s *resultsScreen) shownColumns() []int {
	var out []int
	for i := range s.sheet.Columns {
		if !s.isHidden(i) {
			out = append(out, i)
		}
	}
	return out
}

// turn moves to the next column that is shown.
func (s *resultsScreen) turn(by int) {
	columns := s.shownColumns()
	if len(columns) == 0 {
		return
	}
	at := max(slices.Index(columns, s.column), 0)
	s.column = columns[min(max(at+by, 0), len(columns)-1)]
}

// isBaseline tells whether the other columns are compared with this column.
func (s *resultsScreen) isBaseline(at int) bool { return at == s.sheet.Baseline }

// labelOf names a row.
func labelOf(r report.SheetRow) string { return bench.Clean(r.Test.String()) }

// widestMedian is the width that the widest figure of the sheet can have.
func (s *resultsScreen) widestMedian() int {
	most := 0.0
	for _, r := range s.sheet.Rows {
		most = max(most, fastest(r))
	}
	return max(len(bench.FormatTPS(most)), len("0.317"))
}

// fastest is the highest figure of a row.
func fastest(r report.SheetRow) float64 {
	most := 0.0
	for _, c := range r.Cells {
		if c.Row != nil {
			most = max(most, c.Row.Summary.Median)
		}
	}
	return most
}
