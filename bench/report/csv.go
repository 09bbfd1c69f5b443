package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"dragstrip/bench"
)

// CSV writes one row for each test, measured or not, under the keys of Columns.
// Figures are exact and without units. Unknown values are empty. Text that a
// spreadsheet would read as a formula gets an apostrophe in front.
func CSV(w io.Writer, s *bench.Session, o Options) error {
	r := newRedactor(s, o)
	out := csv.NewWriter(w)
	var head []string
	for _, c := range Columns {
		if c.Value != nil {
			head = append(head, c.Key)
		}
	}
	// Error below also reports an error of Write.
	_ = out.Write(head)
	for _, row := range Rows(s) {
		_ = out.Write(r.cells(row))
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

// cells are the values of a row, without private texts.
func (r *redactor) cells(row Row) (cells []string) {
	for _, c := range Columns {
		if c.Value == nil {
			continue
		}
		clean := r.path
		if c.Key == warningTexts {
			clean = r.text
		}
		cells = append(cells, notFormula(clean(c.Value(row))))
	}
	return cells
}

// notFormula keeps spreadsheets from executing a cell. They execute text that
// begins with one of these characters, also after spaces.
func notFormula(s string) string {
	if t := strings.TrimLeft(s, " "); t != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(t)[0]) {
		return "'" + s
	}
	return s
}
