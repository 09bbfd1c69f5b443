package report

import (
	"cmp"
	"io"
	"slices"
	"strings"
)

// mostHead is how many letters the head of a column may have on a page. Longer
// ones make a column of a few words that is higher than the table.
const mostHead = 60

// SheetHTML writes a comparison as one page that needs nothing else, like
// [HTML].
func SheetHTML(w io.Writer, s Sheet, o Options) error {
	if len(s.Columns) == 0 {
		return errNothingToCompare
	}
	m := &markdown{s: s.Columns[0].Session, r: newRedactor(s.Columns[0].Session, o), o: o}
	names := s.ColumnNames(o)
	heads := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		heads[i] = joinNonEmpty(": ", c.Name, names.Full[i])
	}
	p := htmlPage{Title: "Side by side", Standing: names.Shared, Pictures: pictures(m, s, heads), Columns: m.columnsPage(s), Compared: m.toCompare(s), MadeBy: "Made with dragstrip."}
	table := pivotOf(s, names, m.r.path).lettered(s)
	if slices.ContainsFunc(table.cols, func(name string) bool { return len(name) > mostHead }) {
		table.cols = table.letters // the page says below what they are
	}
	p.Results, p.Legend = table.page(s.Columns[s.Baseline].Name)
	p.Headline, p.More = headline{sheet: s, names: names.Full, model: m.r.path}.sentences()
	p.Headline = cmp.Or(p.Headline, nothingMeasured)
	for _, session := range s.Sessions() {
		r := newRedactor(session, o)
		for _, d := range Doubts(session) {
			d = eachText(d, r.text)
			if len(s.Sessions()) > 1 {
				d.Where = s.ColumnsOf(session) + ", " + d.Where
			}
			p.Doubts = append(p.Doubts, d)
		}
	}
	return p.write(w)
}

func (m *markdown) columnsPage(s Sheet) htmlTable {
	t, private := htmlTable{Heads: []string{"column", "what", "session", "machine", "source"}}, redactors{}
	for i, c := range s.Columns {
		d := m.described(c, private)
		if i == s.Baseline {
			d.Name += " (baseline)"
		}
		what := joinNonEmpty(partsBy, d.Title, d.Detail)
		if s.Axis != "" {
			what = d.Title // the detail names the source, which has a cell of its own
		}
		var cells []htmlCell
		for _, text := range []string{d.Name, what, strings.Join(d.Sessions, ", "), strings.Join(d.Machines, "; "), strings.Join(d.Imported, "; ")} {
			cells = append(cells, htmlCell{Text: text, Words: true})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// toCompare are the notes that apply to the whole sheet, as sentences.
func (m *markdown) toCompare(s Sheet) (out []string) {
	notes := append(s.notes(), s.IntervalNotes()...)
	if s.hasRatio() {
		notes = append(notes, changeMade+"; verdicts with Holm's correction over the columns")
	}
	for _, text := range append(notes, verdictNotes(s)...) {
		out = append(out, m.r.text(strings.ReplaceAll(strings.TrimRight(text, "."), "`", ""))+".")
	}
	return out
}
