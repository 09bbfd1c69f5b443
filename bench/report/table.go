package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// table is text in columns, written as markdown or plain.
type table struct {
	heads []string
	right []bool
	rows  [][]string
}

func newTable(heads ...string) *table {
	return &table{heads: heads, right: make([]bool, len(heads))}
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// escaped is the table with every cell safe for markdown.
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

// markdown writes the table with padding, so that it can also be read without
// rendering.
func (t *table) markdown() string { return t.escaped().drawn() }

// drawn is the table as markdown, with its cells as they are.
func (t *table) drawn() string {
	widths := t.widths()
	var b strings.Builder
	line := func(cells []string) {
		for i, cell := range cells {
			b.WriteString("| " + pad(cell, max(widths[i], 3), t.right[i]) + " ")
		}
		b.WriteString("|\n")
	}
	line(t.heads)
	rule := make([]string, len(t.heads))
	for i := range rule {
		dashes := strings.Repeat("-", max(widths[i], 3)-1)
		rule[i] = dashes + "-"
		if t.right[i] {
			rule[i] = dashes + ":"
		}
	}
	line(rule)
	for _, row := range t.rows {
		line(row)
	}
	return b.String()
}

// markdownWidth is the width of the text that the method markdown writes.
func (t *table) markdownWidth() int { return t.escaped().drawnWidth() }

// drawnWidth is the width of the text that the method drawn writes.
func (t *table) drawnWidth() int {
	all := 1
	for _, w := range t.widths() {
		all += max(w, 3) + 3
	}
	return all
}

// plain writes the table for a terminal, with two spaces between columns.
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

// PlainColumn is a column of a table for a terminal.
type PlainColumn struct {
	Title string
	Right bool // cells are aligned right, as figures are
	// Rank says in which order columns are left out if there is no room. The column
	// with the lowest rank is left out first.
	Rank int
}

// PlainTable writes a table for a terminal. If the table is wider than width,
// columns are left out, but two always stay. A width of 0 has room for all
// columns.
func PlainTable(width int, columns []PlainColumn, rows [][]string) string {
	shown := make([]int, len(columns))
	for i := range columns {
		shown[i] = i
	}
	for {
		t := &table{}
		for _, i := range shown {
			t.heads, t.right = append(t.heads, columns[i].Title), append(t.right, columns[i].Right)
		}
		for _, row := range rows {
			var cells []string
			for _, i := range shown {
				cells = append(cells, row[i])
			}
			t.add(cells...)
		}
		if width <= 0 || len(shown) <= 2 || t.plainWidth() <= width {
			return t.plain()
		}
		least := slices.MinFunc(shown, func(a, b int) int { return cmp.Compare(columns[a].Rank, columns[b].Rank) })
		shown = slices.DeleteFunc(shown, func(i int) bool { return i == least })
	}
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
