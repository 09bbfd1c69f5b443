package report

import (
	"slices"

	"dragstrip/bench"
)

// rowNote is what another program's table cannot say about a row. It takes only
// warnings that the figure should not be without.
func rowNote(standIn bool, doubts []bench.Warning, r *redactor) bench.RowNote {
	row := bench.RowNote{StandIn: standIn}
	for _, w := range doubts {
		kind := bench.KindOf(w.Code)
		if !kind.StaysWithFigure() {
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
func llamaComment(stated []string, rows []bench.RowNote) string {
	if len(stated) == 0 && !sayAnything(rows) {
		return ""
	}
	return bench.TableNote{Stated: stated, Rows: rows}.String() + "\n"
}

func sayAnything(rows []bench.RowNote) bool {
	return slices.ContainsFunc(rows, func(r bench.RowNote) bool { return r.StandIn || len(r.Warnings) > 0 })
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
