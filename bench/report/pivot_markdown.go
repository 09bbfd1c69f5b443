package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// legendMarkdown is the legend as one line. Signs that mean something in
// markdown are code.
func (p pivot) legendMarkdown(baseline string) string {
	parts := p.legend(baseline)
	for i, part := range parts {
		sign, means, found := strings.Cut(part, ": ")
		if parts[i] = EscapeMarkdown(part); found && strings.Contains("~?·", sign) {
			parts[i] = codeSpan(sign) + ": " + EscapeMarkdown(means)
		}
	}
	return strings.Join(parts, "; ")
}

// fit swaps rows and columns of a table that is too wide for a page, if the other
// table is not, or if only the other one shows all.
func (p pivot) fit() pivot {
	if len(p.rows) > mostPivotColumns || !p.tooWide() && len(p.cols) <= mostPivotColumns {
		return p
	}
	turned := pivot{corner: p.corner, rows: p.cols, cols: p.rows, shorter: [][]string{p.rows}, turned: true, compared: p.compared, signs: p.signs}
	for i := range p.rows {
		turned.letters = append(turned.letters, fmt.Sprint(i+1)) // letters would name the columns of the sheet
	}
	for at := range p.cols {
		row := make([]pivotCell, len(p.rows))
		for i := range p.rows {
			row[i] = p.cells[i][at]
		}
		turned.cells = append(turned.cells, row)
	}
	if turned.tooWide() && len(p.cols) <= mostPivotColumns {
		return p
	}
	return turned
}

// markdown writes the first rows and columns of the table. If the columns' names
// make it too wide, shorter names with letters replace them, or only the letters.
// said explains the letters.
func (p pivot) markdown(rows, columns int) (text, said string) {
	columns = min(columns, len(p.cols))
	if !p.makeTooWide(p.cols[:columns], rows) {
		return p.drawn(rows, p.cols[:columns]).drawn(), ""
	}
	heads := p.letters[:columns]
	for _, names := range slices.Backward(p.shorter) {
		if names = withLetters(p.letters, names)[:columns]; !p.makeTooWide(names, rows) {
			heads = names
		}
	}
	return p.drawn(rows, heads).drawn(), strings.Join(withLetters(p.letters, p.cols)[:columns], "; ")
}

// makeTooWide tells whether the first rows of the table are too wide for a page
// because of these names of its columns.
func (p pivot) makeTooWide(names []string, rows int) bool {
	width := p.drawn(rows, names).drawnWidth()
	return width > tableWidth && width > p.drawn(rows, p.letters[:len(names)]).drawnWidth()
}

// tooWide tells whether the table with its columns' names is too wide for a
// page.
func (p pivot) tooWide() bool { return p.makeTooWide(p.cols, len(p.rows)) }

// left says how many rows and columns of the table are not shown.
func (p pivot) left(rows int) string {
	var more []string
	if n := len(p.rows) - rows; n > 0 {
		more = append(more, bench.Plural(n, "more row"))
	}
	if n := len(p.cols) - mostPivotColumns; n > 0 {
		more = append(more, bench.Plural(n, "more column"))
	}
	if more == nil {
		return ""
	}
	return "folded below: " + strings.Join(more, " and ")
}

// drawn makes a table of the first rows and columns under the given heads.
// Names come from outside.
func (p pivot) drawn(rows int, heads []string) *table {
	t := newTable(p.corner)
	for _, name := range heads {
		t.heads, t.right = append(t.heads, EscapeMarkdown(name)), append(t.right, true)
	}
	for i, name := range p.rows[:min(rows, len(p.rows))] {
		line := []string{EscapeMarkdown(name)}
		for _, cell := range p.cells[i][:len(heads)] {
			text := EscapeMarkdown(cell.text)
			if figure, rest, _ := strings.Cut(text, " "); cell.winner {
				text = strings.TrimSpace("**" + figure + "** " + rest)
			}
			line = append(line, text)
		}
		t.add(line...)
	}
	return t
}
