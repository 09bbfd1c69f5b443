package report

import (
	"encoding/json"
	"slices"

	"dragstrip/bench"
)

// madeRow is what llama-bench's table cannot say about a row. It stands in a
// comment below the table, which dragstrip reads back (bench/imported/made.go).
type madeRow struct {
	StandIn  bool            `json:"stand_in,omitempty"`
	Warnings []bench.Warning `json:"warnings,omitempty"`
}

// newMadeRow takes only warnings that make the figure doubtful.
func newMadeRow(standIn bool, doubts []bench.Warning, r *redactor) madeRow {
	row := madeRow{StandIn: standIn}
	for _, w := range doubts {
		kind := bench.KindOf(w.Code)
		if kind.Grade == bench.GradeClean {
			continue
		}
		if w = r.warning(w); w.Remedy == kind.Remedy {
			w.Remedy = ""
		}
		row.Warnings = append(row.Warnings, w)
	}
	return row
}

// llamaComment is what llama-bench's table cannot say about its rows. It is "" if
// there is nothing to say.
func llamaComment(stated []string, rows []madeRow) string {
	made := struct {
		Stated []string  `json:"stated,omitempty"`
		Rows   []madeRow `json:"rows,omitempty"`
	}{stated, rows}
	said := len(stated) > 0 || slices.ContainsFunc(rows, func(r madeRow) bool { return r.StandIn || len(r.Warnings) > 0 })
	text, err := json.Marshal(made)
	if !said || err != nil {
		return ""
	}
	return "<!-- dragstrip: " + string(text) + " -->\n"
}

// statedOf is what tells configurations of a job apart and no engine says in its
// results: variables of the environment, and what the source of imported results
// says.
func statedOf(j *bench.JobState, r *redactor) (out []string) {
	for _, text := range append(bench.ShownVariables(j.BuildMeasured().Env), j.Stated...) {
		out = append(out, r.text(text))
	}
	return out
}
