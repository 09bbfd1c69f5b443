package report

import "slices"

// pair is a cell beside the baseline's: one line of a table of comparisons.
type pair struct {
	row                 SheetRow
	baseline, candidate SheetColumn
	was, is             SheetCell
}

// pairs are the rows of one column, each beside the baseline's cell.
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

// allPairs are those of every column but the baseline.
func (s Sheet) allPairs() []pair {
	var out []pair
	for column := range s.Columns {
		if column != s.Baseline {
			out = append(out, s.pairs(column)...)
		}
	}
	return out
}

// pairColumn is one column of a table of comparisons.
type pairColumn struct {
	key, title string
	// of tells whose figure it is, where it is one side's.
	of    side
	right bool
	cell  func(pair) string
}

type side int

const (
	ofNeither side = iota
	ofBaseline
	ofCandidate
)

// pairColumns lists everything that a table says of a comparison, in order. A
// table takes some of them, so that all spell the same alike.
var pairColumns = []pairColumn{
	{"model", "model", ofNeither, false, func(p pair) string { return joinNonEmpty(" ", p.row.Job, p.row.Model) }},
	{"test", "test", ofNeither, false, func(p pair) string { return p.row.Test.String() }},
	{"baseline", "baseline", ofNeither, true, func(p pair) string { return p.baseline.Name }},
	{"was_tps", "t/s", ofBaseline, true, func(p pair) string { return p.was.tps() }},
	{"was_median", "t/s", ofBaseline, true, func(p pair) string { return p.was.median() }},
	{"was_moved", "moves", ofBaseline, true, func(p pair) string { return p.was.moved() }},
	{"candidate", "candidate", ofNeither, true, func(p pair) string { return p.candidate.Name }},
	{"is_tps", "t/s", ofCandidate, true, func(p pair) string { return p.is.tps() }},
	{"is_median", "t/s", ofCandidate, true, func(p pair) string { return p.is.median() }},
	{"is_moved", "moves", ofCandidate, true, func(p pair) string { return p.is.moved() }},
	{"change", "change", ofNeither, true, func(p pair) string { return p.is.change() }},
	{"interval", "95 % interval", ofNeither, true, func(p pair) string { return p.is.interval() }},
	{"verdict", "verdict", ofNeither, false, func(p pair) string { return p.is.verdict() }},
}

// pairTable sets comparisons one below the other.
type pairTable struct {
	*table
	columns []pairColumn
	// name makes the name of a model, which is from outside, fit to be shown.
	name func(string) string
}

// newPairTable takes the columns of some keys. baseline and candidate name the
// two sides in the heads; they are "" where the rows do.
func newPairTable(name func(string) string, baseline, candidate string, keys ...string) *pairTable {
	t := &pairTable{table: &table{}, name: name}
	for _, c := range pairColumns {
		if !slices.Contains(keys, c.key) {
			continue
		}
		whose := map[side]string{ofBaseline: baseline, ofCandidate: candidate}[c.of]
		t.heads, t.right = append(t.heads, joinNonEmpty(" ", whose, c.title)), append(t.right, c.right)
		t.columns = append(t.columns, c)
	}
	return t
}

func (t *pairTable) addPair(p pair) {
	var cells []string
	for _, c := range t.columns {
		cell := c.cell(p)
		if c.key == "model" {
			cell = t.name(cell)
		}
		cells = append(cells, cell)
	}
	t.add(cells...)
}
