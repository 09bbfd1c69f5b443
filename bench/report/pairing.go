package report

import (
	"fmt"

	"dragstrip/bench"
)

// crossEngine tells whether two models are one, converted for two engines.
func crossEngine(a, b bench.Model) bool {
	return a.Origin != "" && a.Origin == b.Origin && a.Format != b.Format && a.StandIn == b.StandIn
}

// unpairable says of two sides that hold models of one format each, and not of
// the same, that nothing of them is compared, because no two are known to
// be one model: a ratio would be of two models, not of two engines. It is
// silent where any are paired, or where both sides hold both.
func unpairable(a, b []*bench.JobState, nameA, nameB string) []string {
	x, y := formatOf(a), formatOf(b)
	if x == "" || y == "" || x == y {
		return nil
	}
	for _, j := range a {
		for _, k := range b {
			if crossEngine(j.Model, k.Model) {
				return nil
			}
		}
	}
	return []string{fmt.Sprintf("%s and %s cannot be matched: no model of %s (%s) is known to be the same as one of %s (%s). To pair two conversions of one model, measure both in one plan",
		nameA, nameB, nameA, x, nameB, y)}
}

// formatOf is the format of all models that were measured, or "".
func formatOf(jobs []*bench.JobState) string {
	format := ""
	for _, j := range jobs {
		if !j.HasResults() {
			continue
		}
		if f := bench.Clean(j.Model.Format); f == "" || format != "" && f != format {
			return ""
		} else {
			format = f
		}
	}
	return format
}
