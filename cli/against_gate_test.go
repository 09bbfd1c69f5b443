package cli

import (
	"bytes"
	"strings"
	"testing"

	"dragstrip/bench/report"
)

// Rows that may be slower than the limit used to be named only where all rows
// passed.
func TestOpenRowsAreNamedBesideABreachAndARowThatIsNotJudged(t *testing.T) {
	open := []report.Breach{{Limit: "slower:3%", Row: "M pp512", Ratio: 0.97, Low: 0.9, High: 1.05}}
	for what, g := range map[string]report.Gate{
		"passed":     {Open: open, Judged: 1},
		"breach":     {Open: open, Judged: 2, Breaches: []report.Breach{{Limit: "slower:3%", Row: "M tg128", Ratio: 0.8, Low: 0.79, High: 0.81}}},
		"not judged": {Open: open, Judged: 1, Unjudged: []report.Unjudged{{Row: "M tg128", Why: "too few"}}},
	} {
		var said bytes.Buffer
		e := &env{err: &said}
		if went := e.passed(g); (went == nil) != (what == "passed") || !strings.Contains(said.String(), "--fail-if: M pp512 may be slower than the limit slower:3% allows: -3") {
			t.Errorf("%s: %v\n%s", what, went, &said)
		}
	}
}
