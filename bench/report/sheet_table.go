package report

import "slices"

// pairColumn is one column of a table of comparisons.
type pairColumn struct {
	key, title string
	// of says which side the figure belongs to, if it belongs to one side.
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

// pairColumns lists everything that a table says about a comparison, in order.
// Each table takes some of them, so all tables spell the same things alike.
var pairColumns = []pairColumn{
	{"model", "model", ofNeither, false, func(p pair) string { return joinNonEmpty(" ", p.row.Job, p.row.measured(asIs)) }},
	{"test", "test", ofNeither, false, func(p pair) string { return p.row.Test.String() }},
	{"baseline", "baseline", ofNeither, true, func(p pair) string { return p.baseline.Name }},
	{"was_tps", "t/s", ofBaseline, true, func(p pair) string { return p.was.marked() }},
	{"was_median", "t/s", ofBaseline, true, func(p pair) string { return p.was.markedMedian() }},
	{"was_moved", "moves", ofBaseline, true, func(p pair) string { return p.was.moved() }},
	{"candidate", "candidate", ofNeither, true, func(p pair) string { return p.candidate.Name }},
	{"is_tps", "t/s", ofCandidate, true, func(p pair) string { return p.is.marked() }},
	{"is_median", "t/s", ofCandidate, true, func(p pair) string { return p.is.markedMedian() }},
	{"is_moved", "moves", ofCandidate, true, func(p pair) string { return p.is.moved() }},
	{"change", "change", ofNeither, true, func(p pair) string { return p.is.change() }},
	{"interval", "95 % interval", ofNeither, true, func(p pair) string { return p.is.interval() }},
	{"verdict", "verdict", ofNeither, false, func(p pair) string { return p.is.verdict() }},
}

// pairTable lists comparisons one below the other.
type pairTable struct {
	*table
	columns []pairColumn
	// name makes the name of a model safe to show, because the name comes from
	// outside.
	name func(string) string
}

// newPairTable makes a table of the columns with these keys. baseline and
// candidate name the two sides in the heads. They are "" if the rows name the
// sides.
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
