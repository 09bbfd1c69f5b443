package report

import (
	"slices"
	"strings"

	"dragstrip/bench"
)

// Sheet is a comparison. Columns are what is compared, rows are tests of
// models, and a cell is what was measured of a row in a column, held against
// the baseline's cell of that row.
//
// There are three ways to build one: [SideBySide] sets sessions beside each
// other ([ModelsSideBySide] their models, too), [OldAgainstNew] a plan that was
// measured twice, and within the jobs of one session. Every form that leaves dragstrip, the screen and the gate of
// --fail-if read the same sheet, so that they cannot say different things.
type Sheet struct {
	Columns []SheetColumn
	Rows    []SheetRow
	// Baseline is the column that the others are held against.
	Baseline int
	// ByModel: the columns are models, because there is one engine build and one
	// set of parameters, or because that was asked for.
	ByModel bool
	// LeftOut names what was compared with nothing because it is suspect, and
	// why it is.
	LeftOut []string
	// Fair says of columns that hold one model on two engines what could not be
	// matched, and how much of the difference is only bytes.
	Fair []string
	// Missing are tests of the baseline's that nothing stands beside.
	Missing []string
	// includeSuspect: results graded suspect are compared, too.
	includeSuspect bool

	cells  map[rowName][]SheetCell // of Rows
	beyond int                     // results that no table has room for
	left   map[string]bool         // what stands in LeftOut
}

// SheetColumn is one side of a comparison. A column of figures that somebody
// else published has neither a session nor jobs.
type SheetColumn struct {
	// Name is short, because it stands in headings and sentences: a letter, a
	// job's name, "old". Title and Detail say what the column is.
	Name, Title, Detail string
	Session             *bench.Session
	Jobs                []*bench.JobState
	// Differs is what the column and the baseline do not have in common.
	Differs []Difference
}

// SheetRow is one test of one model in all columns.
type SheetRow struct {
	// Job is there where a model has rows of several jobs.
	Job   string
	Model string
	Test  bench.Test
	// Cells belong to the columns, in their order.
	Cells []SheetCell
}

// Name is the row for people: model and test.
func (r SheetRow) Name() string {
	return bench.Clean(joinNonEmpty(" ", r.Model, r.Test.String()))
}

// mostCells bounds a table: the jobs of a session may have nothing in common, and
// rows times columns would then fill the memory.
const mostCells = 200_000

// rowName tells rows apart.
type rowName struct {
	job, model string
	test       bench.Test
}

// put places a result into a column: into the row of that name where there is
// one, else into a new one, which stands with those of its job and model.
func (s *Sheet) put(column int, name SheetRow, result Row) {
	key := rowName{name.Job, name.Model, name.Test}
	if cells := s.cells[key]; cells != nil {
		cells[column].Row = &result
		return
	}
	if (len(s.Rows)+1)*len(s.Columns) > mostCells {
		s.beyond++
		return
	}
	at := len(s.Rows)
	for i, row := range slices.Backward(s.Rows) {
		if row.Job == name.Job && row.Model == name.Model {
			at = i + 1
			break
		}
	}
	name.Cells = make([]SheetCell, len(s.Columns))
	name.Cells[column].Row = &result
	s.Rows = slices.Insert(s.Rows, at, name)
	if s.cells == nil {
		s.cells = map[rowName][]SheetCell{}
	}
	s.cells[key] = name.Cells
}

// Column finds a column by its name, in either case; -1 is none.
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

// Sessions are those that the columns are of, each once.
func (s Sheet) Sessions() []*bench.Session {
	var out []*bench.Session
	for _, c := range s.Columns {
		if c.Session != nil && !slices.Contains(out, c.Session) {
			out = append(out, c.Session)
		}
	}
	return out
}
