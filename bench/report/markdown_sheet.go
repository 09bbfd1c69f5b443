package report

import (
	"errors"
	"io"
	"strings"

	"dragstrip/bench"
)

// errNothingToCompare is the error of a comparison without columns.
var errNothingToCompare = errors.New("write comparison: there is nothing to compare")

// SheetMarkdown writes what a screen shows side by side, also for several
// sessions: what each column is, the comparison of each column with the
// baseline, and the notes below. The sessions' own reports say how each was
// measured.
func SheetMarkdown(w io.Writer, s Sheet, o Options) error {
	if len(s.Columns) == 0 {
		return errNothingToCompare
	}
	m := &markdown{s: s.Columns[0].Session, r: newRedactor(s.Columns[0].Session, o), o: o}
	m.say("# dragstrip: side by side\n")
	m.beside(s)
	m.columnsOf(s)
	if len(s.Columns) == 1 {
		how := "name a second session or report"
		if s.Axis != "" {
			how = "leave out --by, or " + how
		}
		m.say("There is only one column, so nothing is compared. To compare, %s.\n", how)
	}
	top := m.taken()
	var parts []folded
	for i := range s.Columns {
		if i != s.Baseline {
			title := s.Columns[i].Name + " against " + s.Columns[s.Baseline].Name
			parts = append(parts, m.fold(title, 0, func() { m.against(s, i) }))
		}
	}
	m.b.WriteString(top)
	for _, p := range parts {
		m.b.WriteString(p.String())
	}
	m.notesOf(s)
	m.doubtsOf(s)
	foot := s.IntervalNotes()
	if s.hasRatio() {
		foot = append(foot, changeMade+"; verdicts with Holm's correction over the columns. `~`: no difference shown")
	}
	if len(foot) > 0 {
		m.say("\n%s.", strings.Join(foot, ". "))
	}
	for _, note := range verdictNotes(s) {
		m.say("\n%s.", note)
	}
	return write(w, "comparison", m.page())
}

// beside writes one table of all columns, with the headline above it.
func (m *markdown) beside(s Sheet) {
	names := s.ColumnNames(m.o)
	model := m.r.text
	if s.ByModel && s.Axis == "" {
		model = nil // the columns say which model
	}
	p := pivotOf(s, names, model).lettered(s).fit()
	called := names.Full
	if p.tooWide() {
		called = names.Short
	}
	m.headline(s, called, "")
	text, columns := p.markdown(len(p.rows), len(p.cols))
	m.say("%s", text)
	if columns != "" {
		m.say("%s.\n", EscapeMarkdown(columns))
	}
	if legend := p.legendMarkdown(s.Columns[s.Baseline].Name); legend != "" {
		m.say("%s.\n", legend)
	}
	if names.Shared != "" {
		m.say("%s\n", EscapeMarkdown(names.Shared))
	}
}

// describedColumn is what is said about a column, without private texts.
type describedColumn struct {
	Name, Title, Detail          string
	Sessions, Machines, Imported []string
}

func (m *markdown) described(c SheetColumn, private redactors) describedColumn {
	r := private.of(c.Session, m.o)
	d := describedColumn{Name: c.Name, Title: r.path(c.Title), Detail: r.path(c.Detail)}
	for _, session := range c.sessions() {
		r := private.of(session, m.o)
		d.Sessions = addNew(d.Sessions, bench.Clean(session.ID))
		d.Machines = addNew(d.Machines, r.machine(session.Machine, m.o).Line)
		d.Imported = addNew(d.Imported, r.text(ImportedFrom(session)))
	}
	return d
}

// columnsOf says what each column is.
func (m *markdown) columnsOf(s Sheet) {
	t, private := newTable("", "what", "session", "machine"), redactors{}
	for i, c := range s.Columns {
		d := m.described(c, private)
		if i == s.Baseline {
			d.Name += " (baseline)"
		}
		sessions, machines := strings.Join(d.Sessions, ", "), strings.Join(d.Machines, "; ")
		if c.Session == nil {
			sessions, machines = bench.NotMeasured, bench.NotMeasured
		}
		t.add(d.Name, joinNonEmpty(partsBy, d.Title, d.Detail), sessions, machines)
	}
	m.say("%s", t.markdown())
}

// against writes one column next to the baseline.
func (m *markdown) against(s Sheet, column int) {
	base, other := s.Columns[s.Baseline].Name, s.Columns[column].Name
	keys := []string{"model", "test", "was_median", "was_moved", "is_median", "is_moved", "change", "interval", "verdict"}
	if s.ByModel && s.Axis == "" {
		keys = keys[1:] // the columns say which model
	}
	t := newPairTable(m.r.text, base, other, keys...)
	if s.ByModel && s.Axis != "" {
		t.heads[0] = "configuration" // what else differs than the model
	}
	for _, p := range s.pairs(column) {
		// If this column does not have a row, only the table of all columns shows that
		// row.
		if p.is.Row != nil {
			t.addPair(p)
		}
	}
	m.say("%s", t.markdown())
}

// notesOf writes the notes that apply to the whole sheet.
func (m *markdown) notesOf(s Sheet) {
	for _, text := range s.notes() {
		m.say("- %s.", escapeSaid(m.r.text(strings.TrimRight(text, "."))))
	}
}

// doubtsOf lists the warnings and failures of every session that is shown. If
// several sessions have the same warning, it is listed once, with the tests of
// each session.
func (m *markdown) doubtsOf(s Sheet) {
	sessions := s.Sessions()
	var order []string
	type shared struct {
		sign                    string
		wheres, texts, remedies []string
	}
	alike := map[string]*shared{}
	for _, session := range sessions {
		r := newRedactor(session, m.o)
		for _, d := range Doubts(session) {
			sign, where := GradeSign(d.Grade), d.Where
			if d.Failed {
				sign = "✗ failed:"
			}
			if len(sessions) > 1 {
				where = s.ColumnsOf(session) + ", " + where
			}
			text, remedy := r.text(strings.TrimRight(d.Text, ".")), r.text(strings.TrimRight(d.Remedy, "."))
			key := sameButNumbers(sign, text, remedy)
			if alike[key] == nil {
				alike[key], order = &shared{sign: sign}, append(order, key)
			}
			one := alike[key]
			one.wheres, one.texts, one.remedies = append(one.wheres, r.text(where)), append(one.texts, text), append(one.remedies, remedy)
		}
	}
	for _, key := range order {
		one := alike[key]
		m.say("- %s: %s. *What to do:* %s.", joinNonEmpty(" ", one.sign, EscapeMarkdown(strings.Join(one.wheres, "; "))), escapeSaid(rangesOf(one.texts)), escapeSaid(rangesOf(one.remedies)))
	}
}
