package report

import (
	"fmt"

	"dragstrip/bench"
)

// crossEngine tells whether two models are the same model, converted for two
// engines.
func crossEngine(a, b bench.Model) bool {
	return a.Origin != "" && a.Origin == b.Origin && a.Format != b.Format && a.StandIn == b.StandIn
}

// unpairable says that two sides cannot be compared, because each side holds
// models of only one format, the formats differ, and no two models are known to
// be the same. A ratio would then compare two models, not two engines.
// unpairable is empty if any two models are paired or a side holds several
// formats.
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
	return []string{fmt.Sprintf("%s (%s) and %s (%s) cannot be compared model by model: dragstrip does not know which of their models are the same. To compare two conversions of one model, measure both in one plan",
		nameA, x, nameB, y)}
}

// formatOf is the format of all measured models. It is "" if they have different
// formats.
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
