package report

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// pivot is a sheet as one table: one row for each test of each model, and the
// columns side by side, named by what differs between them. The winners of a
// row are bold. Each difference has its sign.
type pivot struct {
	corner     string
	rows, cols []string
	// shorter are lists of ever shorter names of the columns. letters replace them
	// if there is no room.
	shorter [][]string
	letters []string
	cells   [][]pivotCell // by row
	// turned says that rows and columns are swapped. compared says that there are
	// changes from one column to another.
	turned, compared bool
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
func pivotOf(s Sheet, names naming.Names, model func(string) string) pivot {
	p := pivot{corner: "t/s", cols: names.Full, shorter: [][]string{names.Short, names.Least}, compared: s.hasRatio(), signs: map[string]bool{}}
	for i := range s.Columns {
		p.letters = append(p.letters, letter(i))
	}
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

// signWinner stands for bold figures.
const signWinner = "bold"

// cellText is a figure with its marks, and with an addition. In the baseline's
// column the addition is the interval. In other columns it is the difference from
// the baseline.
func (p pivot) cellText(c SheetCell, isBaseline bool) string {
	if c.Row == nil {
		return bench.NotMeasured
	}
	if !c.Measured() {
		return c.Row.Standing()
	}
	for _, mark := range c.marks() {
		p.signs[mark] = true
	}
	switch {
	case isBaseline, c.Row.Grade == bench.GradePublished:
		return c.markedMedian()
	case !c.Compared:
		return c.marked()
	}
	p.signs[VerdictSign(c.Verdict)] = true
	return c.marked() + " " + c.ShortChange()
}

// lettered is the table of a comparison, which names each column by its letter,
// too.
func (p pivot) lettered(s Sheet) pivot {
	for i, c := range s.Columns {
		p.letters[i] = c.Name
	}
	p.cols = withLetters(p.letters, p.cols)
	return p
}

// withLetters puts letters before names that do not have them.
func withLetters(letters, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		if out[i] = name; !strings.HasPrefix(name, letters[i]+": ") {
			out[i] = joinNonEmpty(": ", letters[i], name)
		}
	}
	return out
}

// legend explains the signs in the table, each as "SIGN: what it means".
func (p pivot) legend(baseline string) []string {
	var parts []string
	fastest := "row"
	if p.turned {
		fastest = "column"
	}
	if p.compared {
		parts = append(parts, "Differences are relative to "+baseline)
	}
	for _, s := range []struct{ sign, means string }{
		{signWinner, "bold: fastest of its " + fastest + "; several are bold if no difference between them is shown"},
		{VerdictSign(bench.NoDiff), "~: no difference shown"},
		{VerdictSign(bench.Doubtful), "?: doubtful, " + whyDoubtful + ", so it does not count"},
		{VerdictSign(bench.TooFew), "·: too few starts of the engine, or repetitions, for a verdict"},
	} {
		if p.signs[s.sign] {
			parts = append(parts, s.means)
		}
	}
	return append(parts, MarksMean(func(mark string) bool { return p.signs[mark] })...)
}
