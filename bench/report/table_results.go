package report

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench"
)

// narrowestModel is the width to which a model's label may be cut before a
// column is left out. If no more columns can be left out, the label may be cut
// to leastModel.
const (
	narrowestModel = 20
	leastModel     = 3
)

// shortLabel cuts a model's name. It never cuts the quantization or the word
// stand-in, because they change what a figure means.
func shortLabel(m bench.Model, width int) string {
	label := bench.Clean(m.Label())
	if ansi.StringWidth(label) <= width {
		return label
	}
	rest := strings.TrimPrefix(label, bench.Clean(m.Name))
	if m.Name == "" || rest == label {
		return bench.CleanLine(label, width)
	}
	return bench.CleanLine(m.Name, max(width-ansi.StringWidth(rest), leastModel)) + rest
}

// resultTable writes rows by Columns into at most width cells of a terminal. It
// first cuts the model's name, and then leaves out columns, the lowest priority
// first. It always leaves out columns that say nothing for any row, and the
// job's column if there is only one job. spell rewrites a cell before it is
// measured.
func resultTable(rows []Row, width int, spell func(string) string) *table {
	columns := shown(rows)
	for least, more := narrowestModel, true; ; {
		t := rowsTable(rows, columns, 0, spell)
		over := t.plainWidth() - width
		if width <= 0 || over <= 0 {
			return t
		}
		for model := max(t.modelWidth()-over, least); model >= least; model-- {
			if t = rowsTable(rows, columns, model, spell); t.plainWidth() <= width {
				return t
			}
		}
		if least == leastModel {
			return t
		}
		if columns, more = dropLeast(columns); !more {
			least = leastModel
		}
	}
}

// pageTable writes rows for a page. Columns are left out as on a terminal, but
// nothing is cut, because a page can be scrolled.
func pageTable(rows []Row) *table {
	columns := shown(rows)
	for {
		t := rowsTable(rows, columns, 0, asIs)
		fewer, more := dropLeast(columns)
		if !more || t.markdownWidth() <= tableWidth {
			return t
		}
		columns = fewer
	}
}

// rowsTable writes rows, with the model's name in at most model cells; 0 means
// no limit.
func rowsTable(rows []Row, columns []Column, model int, spell func(string) string) *table {
	t := &table{}
	for _, c := range columns {
		t.heads, t.right = append(t.heads, spell(c.Title)), append(t.right, c.Right)
	}
	for _, row := range rows {
		var cells []string
		for _, c := range columns {
			if c.Key == "model" && model > 0 {
				cells = append(cells, spell(shortLabel(row.Job.Model, model)))
				continue
			}
			cells = append(cells, spell(bench.Clean(c.Cell(row))))
		}
		t.add(cells...)
	}
	return t
}

func (t *table) modelWidth() int {
	for i, head := range t.heads {
		if head == "model" {
			return t.widths()[i]
		}
	}
	return 0
}

// shown are the columns for people that say something about these rows.
func shown(rows []Row) []Column {
	var out []Column
	jobs := map[string]bool{}
	for _, r := range rows {
		jobs[r.Job.ID] = true
	}
	for _, c := range Columns {
		if c.Title == "" || (c.Key == "job" && len(jobs) < 2) {
			continue
		}
		empty := true
		for _, r := range rows {
			empty = empty && c.Cell(r) == bench.NotMeasured
		}
		if !empty {
			out = append(out, c)
		}
	}
	keepOnlyShare(out, rows)
	return out
}

// keepOnlyShare keeps the column "of spec" as long as "of meas." if a row has a
// share of the specified bandwidth only: in a session with jobs on the GPU and
// jobs on the CPU, each column has the shares of one of them.
func keepOnlyShare(columns []Column, rows []Row) {
	if !slices.ContainsFunc(rows, func(r Row) bool { return r.OfSpecified() > 0 && r.OfMeasured() <= 0 }) {
		return
	}
	measured := slices.IndexFunc(columns, func(c Column) bool { return c.Key == "of_measured" })
	if specified := slices.IndexFunc(columns, func(c Column) bool { return c.Key == "of_specified" }); specified >= 0 && measured >= 0 {
		columns[specified].Priority = columns[measured].Priority
	}
}

// dropLeast removes the column with the lowest priority. It never removes a
// column with the highest priority.
func dropLeast(columns []Column) ([]Column, bool) {
	least := -1
	for i, c := range columns {
		if c.Priority < 9 && (least < 0 || c.Priority < columns[least].Priority) {
			least = i
		}
	}
	if least < 0 {
		return columns, false
	}
	return append(append([]Column{}, columns[:least]...), columns[least+1:]...), true
}
