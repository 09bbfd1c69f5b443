package report

import (
	"strings"

	"dragstrip/bench"
)

// pivot is a sheet as one table: a row for each test of each model, and the
// columns beside each other, called by what they differ in. The winners of a
// row are bold; a difference stands with its sign.
type pivot struct {
	corner     string
	rows, cols []string
	cells      [][]pivotCell // by row
	// signs are those in the table that need a word.
	signs map[string]bool
}

type pivotCell struct {
	text   string
	winner bool
}

// mostPivotColumns is how many columns a page shows.
const mostPivotColumns = 8

// pivotOf makes the table of a sheet. model spells the name of a row's model; nil
// leaves it out, where all rows are of one.
func pivotOf(s Sheet, names []string, model func(string) string) pivot {
	p := pivot{corner: "t/s", cols: names, signs: map[string]bool{}}
	for _, row := range s.Rows {
		name := row.Test.String()
		if model != nil {
			name = joinNonEmpty(" · ", model(row.Model), name)
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

// The signs of a pivot beside [VerdictSign]'s.
const (
	signWinner  = "bold"
	signSuspect = "✗"
	signFew     = "·"
)

// cellText is a figure, of the baseline with its interval, of another column
// with its difference from the baseline.
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
	case isBaseline:
		return c.median()
	case !c.Compared:
		return text
	}
	sign := ""
	switch c.Verdict {
	case bench.Faster, bench.Slower:
		return text + " " + c.change()
	case bench.NoDiff:
		sign = bench.NoDifference
	case bench.Doubtful:
		sign = VerdictSign(bench.Doubtful)
		text += " " + c.change()
	default:
		sign = signFew
	}
	p.signs[sign] = true
	return text + " " + sign
}

// legend says, as markdown, what the signs mean that are in the table.
func (p pivot) legend(baseline string) string {
	var parts []string
	if len(p.cols) > 1 {
		parts = append(parts, "Differences are from "+EscapeMarkdown(baseline))
	}
	for _, s := range []struct{ sign, means string }{
		{signWinner, "bold: fastest of its row, as far as verdicts tell"},
		{bench.NoDifference, "`~`: no difference shown"},
		{"?", "`?`: doubtful, a side was noisy or throttled, so it does not count"},
		{signFew, "`·`: too few starts of the engine, or repetitions, for a verdict"},
		{signSuspect, signSuspect + ": suspect, the figure cannot be what it seems"},
	} {
		if p.signs[s.sign] {
			parts = append(parts, s.means)
		}
	}
	return strings.Join(parts, "; ")
}

// fit turns a table of many columns and few rows, so that a page shows it.
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

// markdown draws the first rows of the table, and as many columns as a page
// shows. Where it is wider with the columns' names, letters stand for them, and
// said tells what they are.
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

// tooWide tells whether a page has no room for the table with its columns' names.
func (p pivot) tooWide() bool { return p.drawn(len(p.rows), p.cols).drawnWidth() > tableWidth }

// left says what of the table the first rows and a page's columns leave out.
func (p pivot) left(rows int) string {
	var more []string
	if n := len(p.rows) - rows; n > 0 {
		more = append(more, bench.Plural(n, "row"))
	}
	if n := len(p.cols) - mostPivotColumns; n > 0 {
		more = append(more, bench.Plural(n, "column"))
	}
	if more == nil {
		return ""
	}
	return strings.Join(more, " and ") + " more are folded below"
}

// drawn are the first rows and columns under some heads. Names come from
// outside.
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
