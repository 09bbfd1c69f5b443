package report

import (
	"slices"
	"time"

	"dragstrip/bench"
)

// benchyNote is what measured the rows of a table of llama-benchy's.
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
	made.Stated = statedOf(j, r)
	return made
}

// ofAll is a number that is the same for all rows; 0 if it differs.
func ofAll(rows []Row, number func(Row) int) int {
	n := number(rows[0])
	if slices.ContainsFunc(rows, func(row Row) bool { return number(row) != n }) {
		return 0
	}
	return n
}
