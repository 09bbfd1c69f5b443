package report

import (
	"strings"

	"dragstrip/bench"
)

// pivot is a sheet as one table: one row for each test of each model, and the
// columns side by side, named by what differs between them. The winners of a
// row are bold. Each difference has its sign.
type pivot struct {
	corner     string
	rows, cols []string
	cells      [][]pivotCell // by row
	// signs are the signs that occur. The legend explains those that are not
	// arrows.
	signs map[string]bool
}

type pivotCell struct {
	text   string
	winner bool
}

// mostPivotColumns is how many columns a page shows.
const mostPivotColumns = 8

// pivotOf makes the table of a sheet. model makes the name of a row's model safe
// to show. If model is nil, the name is left out.
func pivotOf(s Sheet, names []string, model func(string) string) pivot {
	p := pivot{corner: "t/s", cols: names, signs: map[string]bool{}}
	for _, row := range s.Rows {
		name := row.Test.String()
		if model != nil {
			name = joinNonEmpty(partsBy, row.measured(model), name)
		}
		p.rows = append(p.rows, joinNonEmpty(" ", row.Job, name))
		leaders := s.Leaders(row)
		cells := make([]pivotCell, len(row.Cells))
		for at, cell := range row.Cells {
			cells[at].text = p.cellText(cell, at == s.Baseline)
		}
		if leaders.Clear() {
			for _, at := range leaders.Columns {
				cells[at].winner = true
			}
			p.signs[signWinner] = true
		}
		p.cells = append(p.cells, cells)
	}
	return p
}

// Signs of a pivot, besides the signs of [VerdictSign].
const (
	signWinner  = "bold"
	signSuspect = "✗"
	// signPublished stands for the sign of published figures. That sign looks like
	// the sign of too few starts.
	signPublished = "published"
)

// cellText is a figure with an addition. In the baseline's column the addition
// is the interval. In other columns it is the difference from the baseline.
func (p pivot) cellText(c SheetCell, isBaseline bool) string {
	if c.Row == nil {
		return bench.NotMeasured
	}
	text := c.tps()
	switch {
	case !c.Measured():
		return c.Row.Standing()
	case c.Row.Grade == bench.GradeSuspect && !c.Compared:
		p.signs[signSuspect] = true
		return text + " " + signSuspect
	case c.Row.Grade == bench.GradePublished && !c.Compared:
		p.signs[signPublished] = true
		return c.median() + " " + GradeSign(c.Row.Grade)
	case isBaseline:
		return c.median()
	case !c.Compared:
		return text
	}
	p.signs[VerdictSign(c.Verdict)] = true
	return text + " " + c.ShortChange()
}

// legend explains the signs in the table, each as "SIGN: what it means".
func (p pivot) legend(baseline string) []string {
	var parts []string
	if len(p.cols) > 1 {
		parts = append(parts, "Differences are relative to "+baseline)
	}
	for _, s := range []struct{ sign, means string }{
		{signWinner, "bold: fastest of its row; several are bold if no difference between them is shown"},
		{VerdictSign(bench.NoDiff), "~: no difference shown"},
		{VerdictSign(bench.Doubtful), "?: doubtful, " + whyDoubtful + ", so it does not count"},
		{VerdictSign(bench.TooFew), "·: too few starts of the engine, or repetitions, for a verdict"},
		{signPublished, "·: published by somebody else, not measured here"},
		{signSuspect, signSuspect + ": suspect, the figure cannot be right"},
	} {
		if p.signs[s.sign] {
			parts = append(parts, s.means)
		}
	}
	return parts
}

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

// fit swaps rows and columns of a table with many columns and few rows, so that
// it fits on a page.
func (p pivot) fit() pivot {
	if len(p.cols) <= mostPivotColumns || len(p.rows) > mostPivotColumns {
		return p
	}
	turned := pivot{corner: p.corner, rows: p.cols, cols: p.rows, signs: p.signs}
	for at := range p.cols {
		row := make([]pivotCell, len(p.rows))
		for i := range p.rows {
			row[i] = p.cells[i][at]
		}
		turned.cells = append(turned.cells, row)
	}
	return turned
}

// markdown writes the first rows of the table, and as many columns as fit on a
// page. If the columns' names make it too wide, letters replace the names, and
// said explains the letters.
func (p pivot) markdown(rows int) (text, said string) {
	cols := p.cols[:min(len(p.cols), mostPivotColumns)]
	t := p.drawn(rows, cols)
	if t.drawnWidth() > tableWidth {
		var names, letters []string
		for i, name := range cols {
			letters = append(letters, letter(i))
			names = append(names, letter(i)+": "+name)
		}
		t, said = p.drawn(rows, letters), strings.Join(names, "; ")
	}
	return t.drawn(), said
}

// tooWide tells whether the table with its columns' names is too wide for a
// page.
func (p pivot) tooWide() bool { return p.drawn(len(p.rows), p.cols).drawnWidth() > tableWidth }

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
