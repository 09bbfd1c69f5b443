package report

import (
	"encoding/json"
	"strings"
	"time"

	"dragstrip/bench"
)

// benchyMade is what measured a table of llama-benchy's, in a comment below it.
// The table has no columns for this, and programs that read such tables skip the
// comment, but dragstrip reads it back (bench/imported/made.go).
type benchyMade struct {
	Machine string       `json:"machine,omitempty"`
	Engine  string       `json:"engine"`
	Version string       `json:"version,omitempty"`
	Number  int          `json:"number,omitempty"`
	Commit  string       `json:"commit,omitempty"`
	Backend string       `json:"backend,omitempty"`
	Format  string       `json:"format,omitempty"`
	Threads int          `json:"threads,omitempty"`
	Params  bench.Params `json:"params,omitempty"`
	// Stated is everything else that tells configurations apart, such as variables
	// of the environment.
	Stated []string  `json:"stated,omitempty"`
	Date   time.Time `json:"date,omitzero"`
	// N is the number of repetitions, if it is the same for all rows.
	N int `json:"n,omitempty"`
}

// benchyComment is what measured the rows of a table, for dragstrip itself. JSON
// has no ">" in its texts, so none of them ends the comment.
func benchyComment(rows []Row, s *bench.Session, r *redactor) string {
	j := rows[0].Job
	b := j.BuildMeasured()
	made := benchyMade{
		Machine: r.text(s.Machine.Line), Engine: r.text(b.Engine), Version: r.text(b.Versions()), Number: b.Number, Commit: r.text(b.Commit),
		Backend: r.text(strings.Join(b.Backends, ",")), Format: r.text(j.Model.Format), Params: bench.Params{}, Date: s.Started.UTC(), N: repetitionsOf(rows),
	}
	if s.Started.IsZero() {
		made.Date = time.Time{}
	}
	if results := rows[0].Test.Results; len(results) > 0 {
		made.Threads = threadsOf(rows)
		if results[0].Backend != "" {
			made.Backend = r.text(results[0].Backend)
		}
	}
	for key, value := range besidesAtOnce(j.Params) {
		made.Params[key] = r.text(bench.ShownValue(key, value))
	}
	made.Stated = statedOf(j, r)
	text, err := json.Marshal(made)
	if err != nil {
		return "" // no field can fail
	}
	return "<!-- dragstrip: " + string(text) + " -->"
}

// threadsOf is the number of threads that the engine named for all rows; 0 if they
// differ.
func threadsOf(rows []Row) (n int) {
	for i, row := range rows {
		threads := 0
		if results := row.Test.Results; len(results) > 0 {
			threads = results[0].Threads
		}
		if i > 0 && threads != n {
			return 0
		}
		n = threads
	}
	return n
}

// repetitionsOf is how often each test of the rows was measured. It is 0 if that
// differs, or if only a mean was published.
func repetitionsOf(rows []Row) (n int) {
	for i, row := range rows {
		switch count := len(row.Test.SamplesTPS()); {
		case i == 0:
			n = count
		case count != n:
			return 0
		}
	}
	return n
}
