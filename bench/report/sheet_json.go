package report

import (
	"io"

	"dragstrip/bench"
)

// SheetDocument is what [SheetJSON] writes.
type SheetDocument struct {
	Schema int `json:"schema"` // version of the format: 1
	// By is what the columns stand for, if that was chosen: "model", "engine",
	// "build", "flags" or "machine".
	By Axis `json:"by,omitempty"`
	// Baseline is the name of the column that the others are compared with.
	Baseline string                `json:"baseline"`
	Columns  []SheetDocumentColumn `json:"columns"` // in the order of the table
	Rows     []SheetDocumentRow    `json:"rows"`    // in the order of the table
	// LeftOut are the results that were not compared because they are suspect.
	LeftOut []string `json:"left_out,omitempty"`
	// Notes say what must be known to compare the columns fairly.
	Notes []string `json:"notes,omitempty"`
}

// SheetDocumentColumn is one column of a [SheetDocument].
type SheetDocumentColumn struct {
	Name     string   `json:"name"`               // a letter
	Called   string   `json:"called,omitempty"`   // what distinguishes it from the other columns
	Title    string   `json:"title"`              // what it is
	Detail   string   `json:"detail,omitempty"`   // what else was set or stated
	Sessions []string `json:"sessions,omitempty"` // the sessions of its results
	Machines []string `json:"machines,omitempty"` // the machines that measured
	// Imported says where results come from that somebody else measured.
	Imported []string `json:"imported,omitempty"`
	// Differs is what differs between the column and the baseline.
	Differs []string `json:"differs,omitempty"`
}

// SheetDocumentRow is one test of one model in all columns.
type SheetDocumentRow struct {
	Model string `json:"model,omitempty"` // absent if the columns are models
	// Configuration is what the row's name says about the configuration. It names
	// only what differs within a column. All figures that one column has under one
	// model and configuration were measured together.
	Configuration string `json:"configuration,omitempty"`
	Name          string `json:"name"` // the test: "pp512", "tg128@d4096"
	bench.Test
	// Cells has one cell for each column that has the test.
	Cells []SheetDocumentCell `json:"cells"`
}

// SheetDocumentCell is one result, compared with the baseline's.
type SheetDocumentCell struct {
	Column   string       `json:"column"`                 // name of the column
	Session  string       `json:"session,omitempty"`      // the session that measured it
	Job      string       `json:"job,omitempty"`          // its job in that session
	Engine   string       `json:"engine,omitempty"`       // the engine
	Build    string       `json:"engine_build,omitempty"` // version of the build
	Backend  string       `json:"backend,omitempty"`      // what it computed on
	Params   bench.Params `json:"params,omitempty"`       // parameters, by llama-bench's names
	Standing string       `json:"standing"`               // the outcome, or "not yet", "running", "not all rounds"
	// Elsewhere says which configuration the result is of, if that is not the one of
	// its row.
	Elsewhere string         `json:"elsewhere,omitempty"`
	Summary   *bench.Summary `json:"summary,omitempty"` // absent without a figure
	// Verdict is clean, too few, noisy, throttled or suspect; published, if
	// somebody else measured it.
	Verdict     bench.Grade       `json:"verdict,omitempty"`
	MovedGBps   float64           `json:"moved_gbps,omitempty"`       // what generation read from memory, in GB/s
	OfSpecified float64           `json:"of_specified,omitempty"`     // share of the specified bandwidth
	OfMeasured  float64           `json:"of_measured,omitempty"`      // share of the measured bandwidth
	Expected    *bench.Expected   `json:"expected,omitempty"`         // the speed that was expected before
	Doubts      []string          `json:"doubts,omitempty"`           // codes of its warnings
	Comparison  *bench.Comparison `json:"comparison,omitempty"`       // compared with the baseline's cell
	Why         string            `json:"why_not_compared,omitempty"` // why there is no comparison
}

// SheetJSON writes a comparison for a program.
func SheetJSON(w io.Writer, s Sheet, o Options) error {
	if len(s.Columns) == 0 {
		return errNothingToCompare
	}
	m := &markdown{s: s.Columns[0].Session, r: newRedactor(s.Columns[0].Session, o), o: o}
	d := SheetDocument{Schema: JSONSchema, By: s.Axis, Baseline: s.Columns[s.Baseline].Name, Rows: []SheetDocumentRow{}, LeftOut: m.r.each(s.LeftOut, m.r.text), Notes: m.r.each(s.Fair, m.r.text)}
	names, private := s.ColumnNames(o), redactors{}
	for i, c := range s.Columns {
		is := m.described(c, private)
		d.Columns = append(d.Columns, SheetDocumentColumn{
			Name: is.Name, Called: names.Full[i], Title: is.Title, Detail: is.Detail, Sessions: is.Sessions, Machines: is.Machines, Imported: is.Imported,
			Differs: m.r.each(shownDifferences(c.Differs, bench.Clean), m.r.text),
		})
	}
	for _, row := range s.Rows {
		out := SheetDocumentRow{Model: m.r.path(row.Model), Configuration: m.r.path(row.Under), Name: row.Test.String(), Test: row.Test, Cells: []SheetDocumentCell{}}
		for at, cell := range row.Cells {
			if cell.Row != nil {
				out.Cells = append(out.Cells, private.of(cell.Row.Session, o).cellDocument(s.Columns[at].Name, cell))
			}
		}
		d.Rows = append(d.Rows, out)
	}
	return WriteJSON(w, d)
}

func (r *redactor) cellDocument(column string, cell SheetCell) SheetDocumentCell {
	row := cell.Row
	out := SheetDocumentCell{
		Column: column, Job: row.Job.ID, Engine: r.path(row.Job.Build.Engine), Build: r.path(row.Job.BuildVersion()), Backend: r.path(row.Job.BackendLabel()),
		Params: bench.Params{}, Standing: row.Standing(), Why: cell.Why, MovedGBps: row.MovedGBps, OfSpecified: row.OfSpecified(), OfMeasured: row.OfMeasured(),
		Doubts: warningCodes(*row), Elsewhere: r.path(cell.Elsewhere),
	}
	if row.Test.Expected.Known() {
		expected := eachText(row.Test.Expected, r.text)
		out.Expected = &expected
	}
	if row.Session != nil {
		out.Session = bench.Clean(row.Session.ID)
	}
	for key, value := range row.Job.Params {
		out.Params[bench.Clean(key)] = r.path(bench.ShownValue(key, value))
	}
	if row.Measured() {
		out.Summary, out.Verdict = &row.Summary, row.Grade
	}
	if cell.Compared {
		out.Comparison = &cell.Comparison
	}
	return out
}
