package report

import (
	"cmp"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Sheet is a comparison. Columns are what is compared, rows are tests of
// models, and a cell is the result of a row in a column, compared with the
// baseline's cell of that row.
//
// Builders make it: [SideBySide] compares sessions, [By] compares models,
// engines, builds, flags or machines, [OldAgainstNew] compares two measurements
// of one plan, and within compares the jobs of one session. All written formats,
// the screen and the gate of --fail-if read the same sheet, so they cannot
// contradict each other.
type Sheet struct {
	Columns []SheetColumn
	Rows    []SheetRow
	// Baseline is the column that the others are compared with.
	Baseline int
	// Axis is what the columns stand for, if somebody chose that ([By]).
	Axis Axis
	// ByModel says that the columns are models. The reason is that there is only
	// one engine build with one set of parameters, or that the user asked for it
	// (then Axis says so, too).
	ByModel bool
	// LeftOut names the results that were not compared because they are
	// suspect, each with the reason.
	LeftOut []string
	// Fair has notes on columns with one model on two engines: what could not
	// be matched, and how much of the difference comes only from the number of
	// bytes.
	Fair []string
	// Missing are tests of the baseline that have no partner.
	Missing []MissingTest
	// includeSuspect says that suspect results are compared, too.
	includeSuspect bool

	cells  map[rowName][]SheetCell // of Rows
	beyond int                     // results that the table has no room for
	left   map[string]bool         // the texts in LeftOut
}

// SheetColumn is one side of a comparison. A column with figures that somebody
// else published has no session and no jobs.
type SheetColumn struct {
	// Name is short, because it stands in headings and sentences: a letter, a
	// job's name, "old". Title and Detail say what the column is.
	Name, Title, Detail string
	Session             *bench.Session
	// Others are further sessions with jobs in the column.
	Others []*bench.Session
	Jobs   []*bench.JobState
	// Differs is what differs between the column and the baseline.
	Differs []Difference
}

// SheetRow is one test of one model in all columns.
type SheetRow struct {
	// Job is set if a model has rows of several jobs.
	Job   string
	Model string
	// Under is the part of the configuration that differs within a column. All
	// figures that one column has in rows with this name are from one
	// configuration, so a prefill and a decode figure belong together.
	Under string
	Test  bench.Test
	// Cells has one cell for each column, in their order.
	Cells []SheetCell
}

// Heading is what stands above the row's test on a screen: its model, and the
// configuration if that is a part of the row. If columns are models, it is only
// the configuration.
func (r SheetRow) Heading() string { return r.measured(bench.Clean) }

// Name is the row's name for people: model and test.
func (r SheetRow) Name() string {
	return bench.Clean(joinNonEmpty(" ", r.measured(asIs), r.Test.String()))
}

// measured names what the row measured: its model, and the configuration if
// that is a part of the row. clean makes both safe to show.
func (r SheetRow) measured(clean func(string) string) string {
	return joinNonEmpty(partsBy, clean(r.Model), clean(r.Under))
}

// mostCells limits a table. The jobs of a session may have nothing in common,
// and rows times columns would then fill the memory.
const mostCells = 200_000

// rowName identifies a row.
type rowName struct {
	job, model, under string
	test              bench.Test
}

// placeFor is where a new row stands: after the rows of its configuration, or
// else after the rows of its job and model, or else at the end.
func (s *Sheet) placeFor(name SheetRow) int {
	after := func(is func(SheetRow) bool) int {
		for i, row := range slices.Backward(s.Rows) {
			if row.Job == name.Job && row.Model == name.Model && is(row) {
				return i + 1
			}
		}
		return 0
	}
	return cmp.Or(
		after(func(row SheetRow) bool { return row.Under == name.Under }),
		after(func(SheetRow) bool { return true }),
		len(s.Rows))
}

// put places a result into a column. If there is no row with that name, it
// inserts one.
func (s *Sheet) put(column int, name SheetRow, result Row) {
	key := rowName{name.Job, name.Model, name.Under, name.Test}
	if cells := s.cells[key]; cells != nil {
		cells[column].Row = &result
		return
	}
	if (len(s.Rows)+1)*len(s.Columns) > mostCells {
		s.beyond++
		return
	}
	at := s.placeFor(name)
	name.Cells = make([]SheetCell, len(s.Columns))
	name.Cells[column].Row = &result
	s.Rows = slices.Insert(s.Rows, at, name)
	if s.cells == nil {
		s.cells = map[rowName][]SheetCell{}
	}
	s.cells[key] = name.Cells
}

// Column finds a column by its name, in upper or lower case. It gives -1 if
// there is none.
func (s Sheet) Column(name string) int {
	return slices.IndexFunc(s.Columns, func(c SheetColumn) bool { return strings.EqualFold(c.Name, name) })
}

// ColumnsSaid lists the columns: "A: llama.cpp b11669 CPU · -t 2; B: …".
func (s Sheet) ColumnsSaid() string {
	var out []string
	for _, c := range s.Columns {
		out = append(out, c.Name+": "+joinNonEmpty(" · ", c.Title, c.Detail))
	}
	return strings.Join(out, "; ")
}

// ColumnsOf names the columns with jobs of one session: "B", "B and C", or "C to
// F" if they stand together.
func (s Sheet) ColumnsOf(session *bench.Session) string {
	var names []string
	first, last := 0, 0
	for at, c := range s.Columns {
		if c.Has(session) {
			if names == nil {
				first = at
			}
			names, last = append(names, c.Name), at
		}
	}
	if len(names) <= 2 || last-first+1 != len(names) {
		return bench.Joined(names)
	}
	return names[0] + " to " + names[len(names)-1]
}

// Has tells whether the column has jobs of a session.
func (c SheetColumn) Has(session *bench.Session) bool { return slices.Contains(c.sessions(), session) }

// sessions are the sessions of the column's jobs. Figures that somebody else
// published have no session.
func (c SheetColumn) sessions() []*bench.Session {
	if c.Session == nil {
		return nil
	}
	return append([]*bench.Session{c.Session}, c.Others...)
}

// Sessions are the sessions of the columns, each once.
func (s Sheet) Sessions() []*bench.Session {
	var out []*bench.Session
	for _, c := range s.Columns {
		for _, session := range c.sessions() {
			if !slices.Contains(out, session) {
				out = append(out, session)
			}
		}
	}
	return out
}
