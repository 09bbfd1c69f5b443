package report

import (
	"encoding/csv"
	"fmt"
	"io"

	"dragstrip/bench"
)

// comparedColumns are the first columns of a comparison as CSV. The columns of
// each result ([Columns]) stand after them.
var comparedColumns = []struct {
	key   string
	value func(comparedLine) string
}{
	{"column", func(l comparedLine) string { return l.candidate.Name }},
	{"is_baseline", func(l comparedLine) string { return fmt.Sprint(l.isBaseline) }},
	{"row_model", func(l comparedLine) string { return l.row.Model }},
	{"row_configuration", func(l comparedLine) string { return l.row.Under }},
	{"of_configuration", func(l comparedLine) string { return l.is.Elsewhere }},
	{"session", func(l comparedLine) string { return l.is.Row.Session.ID }},
	{"machine", func(l comparedLine) string { return l.machine }},
	{"ratio_to_baseline", ifCompared(func(c bench.Comparison) string { return ratioCell(c, c.Ratio) })},
	{"ratio_low", ifCompared(func(c bench.Comparison) string { return ratioCell(c, c.Low) })},
	{"ratio_high", ifCompared(func(c bench.Comparison) string { return ratioCell(c, c.High) })},
	{"compared", func(l comparedLine) string {
		if l.isBaseline {
			return ""
		}
		return l.is.verdict()
	}},
}

// comparedLine is one line of a comparison as CSV.
type comparedLine struct {
	pair
	isBaseline bool
	machine    string
}

func ifCompared(of func(bench.Comparison) string) func(comparedLine) string {
	return func(l comparedLine) string {
		if !l.is.Compared {
			return ""
		}
		return of(l.is.Comparison)
	}
}

func ratioCell(c bench.Comparison, v float64) string {
	if !c.HasRatio() {
		return ""
	}
	return exact(v)
}

// SheetCSV writes one line for each result of a comparison: its column, its row,
// how it compares with the baseline, and all that the CSV of a session has.
func SheetCSV(w io.Writer, s Sheet, o Options) error {
	if len(s.Columns) == 0 {
		return errNothingToCompare
	}
	out := csv.NewWriter(w)
	var head []string
	for _, c := range comparedColumns {
		head = append(head, c.key)
	}
	for _, c := range Columns {
		if c.Value != nil {
			head = append(head, c.Key)
		}
	}
	// Error below also reports an error of Write.
	_ = out.Write(head)
	private := redactors{}
	for column := range s.Columns {
		for _, p := range s.pairs(column) {
			if p.is.Row == nil {
				continue
			}
			r := private.of(p.is.Row.Session, o)
			_ = out.Write(r.comparedCells(comparedLine{p, column == s.Baseline, r.machine(p.is.Row.Session.Machine, o).Line}))
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

func (r *redactor) comparedCells(l comparedLine) (cells []string) {
	for _, c := range comparedColumns {
		cells = append(cells, notFormula(r.path(c.value(l))))
	}
	return append(cells, r.cells(*l.is.Row)...)
}
