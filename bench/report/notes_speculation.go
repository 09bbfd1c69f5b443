package report

import (
	"fmt"
	"maps"
	"strings"

	"dragstrip/bench"
)

// acceptance is the share of the proposed tokens that the model accepted; 0 if
// none was proposed.
func acceptance(r Row) float64 {
	proposed, accepted, known := r.Test.Acceptance()
	if !known {
		return 0
	}
	return float64(accepted) / float64(proposed)
}

// acceptedSaid is the share of the proposed tokens that the model accepted, in
// words; "" if none was proposed.
func acceptedSaid(r Row) string {
	proposed, accepted, known := r.Test.Acceptance()
	if !known {
		return ""
	}
	return fmt.Sprintf("%s of %s accepted", bench.FormatPercent(float64(accepted)/float64(proposed)), bench.Plural(proposed, "proposed token"))
}

// speculationNotes compare each generation with speculation with the same one
// without it.
func speculationNotes(rows []Row) []string {
	var out []string
	for _, with := range rows {
		if with.Job.Params.Draft() == "" || !with.Measured() || with.Test.Test.Generation == 0 || with.Grade == bench.GradeSuspect {
			continue
		}
		for _, without := range rows {
			if without.Measured() && without.Grade != bench.GradeSuspect && sameBesidesDraft(without, with) {
				out = append(out, speculationSaid(rows, without, with))
				break
			}
		}
	}
	return out
}

func sameBesidesDraft(without, with Row) bool {
	x, y := without.Job, with.Job
	return x.Params.Draft() == "" && without.Test.Test == with.Test.Test && x.Model.Key() == y.Model.Key() && x.Build.ID == y.Build.ID &&
		maps.Equal(besides(x.Params, bench.Draft), besides(y.Params, bench.Draft))
}

// besides are all parameters but one.
func besides(p bench.Params, key string) bench.Params {
	p = maps.Clone(p)
	delete(p, key)
	return p
}

// speculationSaid says what speculation gives on one kind of text: "code, tg128:
// 61.0 t/s with draft small.gguf, 40.0 without (+52.5 %); 71 % of 420 proposed
// tokens accepted".
func speculationSaid(rows []Row, without, with Row) string {
	where := []string{orText(with.Job.Params[bench.PromptText], "random words"), with.Test.Test.String()}
	for _, r := range rows {
		if r.Job.Model.Key() != with.Job.Model.Key() {
			where = append(where, with.Job.Model.Label())
			break
		}
	}
	if n := with.Job.Params[bench.Concurrency]; n != "" {
		where = append(where, n+" at once")
	}
	c := compareRows(without, with)
	change := bench.FormatChange(with.Summary.Median / without.Summary.Median)
	switch {
	case !c.HasRatio():
		change += ", too few repetitions for an interval"
	case !c.Shown():
		change += ", no difference shown"
	}
	text := fmt.Sprintf("%s: %s t/s with speculation (%s), %s without (%s)", strings.Join(where, ", "), bench.FormatTPS(with.Summary.Median),
		bench.ShownValue(bench.Draft, with.Job.Params.Draft()), bench.FormatTPS(without.Summary.Median), change)
	return text + "; " + orText(acceptedSaid(with), "the server proposed no token, or does not tell")
}
