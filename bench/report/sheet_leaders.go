package report

import (
	"cmp"
	"slices"

	"dragstrip/bench"
)

// Leaders are the fastest cells of a row, as far as verdicts show.
type Leaders struct {
	// Columns begins with the column that has the highest figure. The others
	// are not shown to be slower than it.
	Columns []int
	// Behind are the columns that are shown to be slower, the fastest first.
	// Against compares each of them with the first of Columns.
	Behind  []int
	Against []bench.Comparison
	// Verdicts are the verdicts on the other columns in Columns. The verdict on a
	// published figure is "", because it was not compared.
	Verdicts []bench.Verdict
}

// Clear tells whether any cell is shown to be slower than the fastest. If not,
// there is no winner to name.
func (l Leaders) Clear() bool { return len(l.Behind) > 0 }

// Leaders finds the fastest cells of a row. It compares the row again with the
// fastest cell as the baseline, and not with the sheet's baseline.
func (s Sheet) Leaders(row SheetRow) Leaders {
	var order []int
	for at, cell := range row.Cells {
		if cell.Measured() && (cell.Row.Grade != bench.GradeSuspect || s.includeSuspect) {
			order = append(order, at)
		}
	}
	if len(order) == 0 {
		return Leaders{}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(row.Cells[b].Row.Summary.Median, row.Cells[a].Row.Summary.Median)
	})
	again := Sheet{Columns: s.Columns, Baseline: order[0], Rows: []SheetRow{{Cells: make([]SheetCell, len(row.Cells))}}}
	for _, at := range order {
		again.Rows[0].Cells[at].Row = row.Cells[at].Row
	}
	again.judge(s.includeSuspect)
	l := Leaders{Columns: order[:1:1]}
	for _, at := range order[1:] {
		cell := again.Rows[0].Cells[at]
		if cell.Verdict == bench.Slower {
			l.Behind, l.Against = append(l.Behind, at), append(l.Against, cell.Comparison)
		} else {
			l.Columns, l.Verdicts = append(l.Columns, at), append(l.Verdicts, cell.Verdict)
		}
	}
	return l
}
