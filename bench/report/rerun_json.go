package report

import (
	"io"
	"slices"

	"dragstrip/bench"
)

// RerunDocument is what [RerunJSON] writes.
type RerunDocument struct {
	Schema  int                `json:"schema"`
	Old     string             `json:"old"`
	New     string             `json:"new"`
	Rows    []RerunDocumentRow `json:"rows"`
	Differs []string           `json:"differs"`
	Missing []string           `json:"missing"`
	// Breaches are the limits of --fail-if that were exceeded. Unjudged are the
	// rows that a limit covers but that cannot be judged.
	Breaches []Breach   `json:"breaches"`
	Unjudged []Unjudged `json:"unjudged,omitempty"`
}

// RerunDocumentRow is one row of a [RerunDocument]. Comparison is absent if one
// of the two was not measured.
type RerunDocumentRow struct {
	Job   string `json:"job"`
	Model string `json:"model"`
	Name  string `json:"name"`
	bench.Test
	Old        bench.Summary     `json:"old"`
	New        bench.Summary     `json:"new"`
	OldVerdict bench.Grade       `json:"old_verdict,omitempty"`
	NewVerdict bench.Grade       `json:"new_verdict,omitempty"`
	OldDoubts  []string          `json:"old_doubts,omitempty"`
	NewDoubts  []string          `json:"new_doubts,omitempty"`
	Comparison *bench.Comparison `json:"comparison,omitempty"`
}

// RerunJSON writes a sheet of [OldAgainstNew] for a program.
func RerunJSON(w io.Writer, s Sheet, o Options, g Gate) error {
	after := s.Columns[1].Session
	r := newRedactor(after, o)
	d := RerunDocument{
		Schema: JSONSchema, Old: r.path(oldSaid(s)), New: r.path(after.ID), Rows: []RerunDocumentRow{},
		Differs:  r.each(shownDifferences(s.Columns[1].Differs, bench.Clean), r.text),
		Missing:  []string{},
		Breaches: append([]Breach{}, g.Breaches...), Unjudged: slices.Clone(g.Unjudged),
	}
	for _, m := range s.Missing {
		d.Missing = append(d.Missing, r.path(m.String()))
	}
	for i := range d.Breaches {
		d.Breaches[i].Row = r.path(d.Breaches[i].Row)
	}
	for i := range d.Unjudged {
		d.Unjudged[i].Row = r.path(d.Unjudged[i].Row)
	}
	for _, row := range s.Rows {
		d.Rows = append(d.Rows, r.rerunRow(row))
	}
	return WriteJSON(w, d)
}

// oldSaid names the old side.
func oldSaid(s Sheet) string {
	if c := s.Columns[0]; len(c.Others) > 0 || len(c.Jobs) == 0 {
		return c.Title
	}
	return s.Columns[0].Session.ID
}

func (r *redactor) rerunRow(row SheetRow) RerunDocumentRow {
	was, is := row.Cells[0].Row, row.Cells[1].Row
	out := RerunDocumentRow{
		Job: is.Job.ID, Model: r.path(row.Model), Name: row.Test.String(), Test: row.Test,
		Old: was.Summary, New: is.Summary, OldVerdict: was.Grade, NewVerdict: is.Grade, OldDoubts: warningCodes(*was), NewDoubts: warningCodes(*is),
	}
	if c := row.Cells[1]; c.Compared {
		out.Comparison = &c.Comparison
	}
	return out
}
