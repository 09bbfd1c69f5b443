package report

import (
	"fmt"
	"slices"

	"dragstrip/bench"
)

// pair is a cell with the baseline's cell: one line of a table of comparisons.
type pair struct {
	row                 SheetRow
	baseline, candidate SheetColumn
	was, is             SheetCell
}

// pairs are the rows of one column, each with the baseline's cell.
func (s Sheet) pairs(column int) []pair {
	var out []pair
	for _, row := range s.Rows {
		out = append(out, pair{row, s.Columns[s.Baseline], s.Columns[column], row.Cells[s.Baseline], row.Cells[column]})
	}
	return out
}

// compared are the rows of one column that have a comparison.
func (s Sheet) compared(column int) []pair {
	return slices.DeleteFunc(s.pairs(column), func(p pair) bool { return !p.is.Compared })
}

// allPairs are the pairs of every column except the baseline.
func (s Sheet) allPairs() []pair {
	var out []pair
	for column := range s.Columns {
		if column != s.Baseline {
			out = append(out, s.pairs(column)...)
		}
	}
	return out
}

// hasRatio tells whether any comparison has a change. Published figures without
// samples have none.
func (s Sheet) hasRatio() bool {
	return slices.ContainsFunc(s.allPairs(), func(p pair) bool { return p.is.Compared && p.is.HasRatio() })
}

// hasVerdict tells whether any comparison has this verdict.
func (s Sheet) hasVerdict(v bench.Verdict) bool {
	return slices.ContainsFunc(s.allPairs(), func(p pair) bool { return p.is.Compared && p.is.Verdict == v })
}

// nothingInCommon says that two columns are not compared, because no row has a
// result in both.
func nothingInCommon(base, c *SheetColumn) string {
	return fmt.Sprintf("%s and %s have no row in common, so they are not compared", base.Name, c.Name)
}

// hasRowWithBaseline tells whether any row has a result in a column and in the
// baseline.
func (s Sheet) hasRowWithBaseline(column int) bool {
	return slices.ContainsFunc(s.pairs(column), func(p pair) bool { return p.was.Row != nil && p.is.Row != nil })
}
