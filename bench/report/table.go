package report

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dyno/bench"
)

// table is text in columns, drawn as markdown or plain.
type table struct {
	heads []string
	right []bool
	rows  [][]string
}

func newTable(heads ...string) *table {
	return &table{heads: heads, right: make([]bool, len(heads))}
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// escaped gives the table with every cell safe for markdown.
func (t *table) escaped() *table {
	out := &table{heads: t.heads, right: t.right}
	for _, row := range t.rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = EscapeMarkdown(cell)
		}
		out.rows = append(out.rows, cells)
	}
	return out
}

// widths measures the columns in terminal cells.
func (t *table) widths() []int {
	out := make([]int, len(t.heads))
	for i, head := range t.heads {
		out[i] = ansi.StringWidth(head)
		for _, row := range t.rows {
			out[i] = max(out[i], ansi.StringWidth(row[i]))
		}
	}
	return out
}

// markdown draws the table padded, so that it can be read unrendered too.
func (t *table) markdown() string {
	e := t.escaped()
	widths := e.widths()
	var b strings.Builder
	line := func(cells []string) {
		for i, cell := range cells {
			b.WriteString("| " + pad(cell, max(widths[i], 3), t.right[i]) + " ")
		}
		b.WriteString("|\n")
	}
	line(e.heads)
	rule := make([]string, len(e.heads))
	for i := range rule {
		dashes := strings.Repeat("-", max(widths[i], 3)-1)
		rule[i] = dashes + "-"
		if t.right[i] {
			rule[i] = dashes + ":"
		}
	}
	line(rule)
	for _, row := range e.rows {
		line(row)
	}
	return b.String()
}

// markdownWidth is how wide markdown draws the table.
func (t *table) markdownWidth() int {
	return sum(t.escaped().widths()) + 3*len(t.heads) + 1
}

// plain draws the table for a terminal, two spaces between columns.
func (t *table) plain() string {
	widths := t.widths()
	var b strings.Builder
	for _, row := range append([][]string{t.heads}, t.rows...) {
		var line strings.Builder
		for i, cell := range row {
			if i > 0 {
				line.WriteString("  ")
			}
			line.WriteString(pad(cell, widths[i], t.right[i]))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

func (t *table) plainWidth() int { return sum(t.widths()) + 2*(len(t.heads)-1) }

func sum(values []int) int {
	n := 0
	for _, v := range values {
		n += v
	}
	return n
}

func pad(s string, width int, right bool) string {
	room := strings.Repeat(" ", max(width-ansi.StringWidth(s), 0))
	if right {
		return room + s
	}
	return s + room
}

// narrowestModel is how far the model's name may be cut before a column goes.
const narrowestModel = 20

// resultTable draws rows by Columns into at most width cells, as measured by
// the given function: first the model's name is cut, then columns go, the
// lowest priority first. Columns that say nothing for any row, or the same for
// all because there is one job, are left out.
func resultTable(rows []Row, width int, measure func(*table) int) *table {
	columns := shown(rows)
	build := func(model int) *table {
		t := &table{}
		for _, c := range columns {
			t.heads, t.right = append(t.heads, c.Title), append(t.right, c.Right)
		}
		for _, row := range rows {
			var cells []string
			for _, c := range columns {
				text := bench.Clean(c.Cell(row))
				if c.Key == "model" && model > 0 {
					text = bench.CleanLine(text, model)
				}
				cells = append(cells, text)
			}
			t.add(cells...)
		}
		return t
	}
	for {
		t := build(0)
		over := measure(t) - width
		if width <= 0 || over <= 0 {
			return t
		}
		for model := max(t.modelWidth()-over, narrowestModel); model >= narrowestModel; model-- {
			if t = build(model); measure(t) <= width {
				return t
			}
		}
		var dropped bool
		if columns, dropped = dropLeast(columns); !dropped {
			return t
		}
	}
}

func (t *table) modelWidth() int {
	for i, head := range t.heads {
		if head == "model" {
			return t.widths()[i]
		}
	}
	return 0
}

// shown picks the columns for people that say something about these rows.
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
	return out
}

// dropLeast takes away the column of the lowest priority; those of the highest
// stay.
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
