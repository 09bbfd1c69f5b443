package report

import (
	"slices"
	"time"

	"dragstrip/bench"
)

// benchyNote is what measured the rows of a table of llama-benchy's, and what
// makes their figures doubtful.
func benchyNote(rows []Row, s *bench.Session, r *redactor) bench.TableNote {
	j := rows[0].Job
	b := j.BuildMeasured()
	made := bench.TableNote{
		Machine: r.text(s.Machine.Line), Engine: r.text(b.Engine), Version: r.text(b.Versions()), Number: b.Number, Commit: r.text(b.Commit),
		Backend: r.text(j.Backend()), Format: r.text(j.Model.Format), Params: bench.Params{}, Date: s.Started.UTC(), N: ofAll(rows, func(row Row) int { return len(row.Test.SamplesTPS()) }),
	}
	if s.Started.IsZero() {
		made.Date = time.Time{}
	}
	if results := rows[0].Test.Results; len(results) > 0 {
		made.Threads = ofAll(rows, func(row Row) int {
			if results := row.Test.Results; len(results) > 0 {
				return results[0].Threads
			}
			return 0
		})
	}
	for key, value := range besidesAtOnce(j.Params) {
		made.Params[key] = r.text(bench.ShownValue(key, value))
	}
	made.Stated, made.Rows = statedOf(j, r), benchyRowNotes(rows, r)
	return made
}

// benchyRowNotes are what the table cannot say about its lines; nil if there is
// nothing to say. That a model is a stand-in stands in its cell.
func benchyRowNotes(rows []Row, r *redactor) (notes []bench.RowNote) {
	for _, row := range rows {
		doubts := rowNote(false, row.Doubts, r)
		if len(coldOf(row.Test.Exchanges())) > 0 { // the line of a context that was read cold stands before the row's own
			notes = append(notes, bench.RowNote{Warnings: slices.DeleteFunc(slices.Clone(doubts.Warnings), func(w bench.Warning) bool { return ofSamples[w.Code] })})
		}
		notes = append(notes, doubts)
	}
	if !sayAnything(notes) {
		return nil
	}
	return notes
}

// ofSamples are the warnings that say something about the very samples of a
// figure. They do not hold for another figure of the same row.
var ofSamples = map[string]bool{"slow_first": true, "outliers": true, "trend": true, "wide": true, "impossible": true}

// coldOf are the exchanges before which a context was read cold.
func coldOf(list []bench.Exchange) (out []bench.Exchange) {
	for _, x := range list {
		if x.ColdTokens > 0 && x.ColdNS > 0 {
			out = append(out, x)
		}
	}
	return out
}

// ofAll is a number that is the same for all rows; 0 if it differs.
func ofAll(rows []Row, number func(Row) int) int {
	n := number(rows[0])
	if slices.ContainsFunc(rows, func(row Row) bool { return number(row) != n }) {
		return 0
	}
	return n
}
