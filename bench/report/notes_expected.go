package report

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

// mostExpectedNamed is how many expectations one sentence names at most.
const mostExpectedNamed = 4

// expectedNotes say which speeds were expected before the measurement, and what
// they were computed from. The sentences have no full stop.
func expectedNotes(rows []Row) []string {
	var said once // by what it is computed from
	for _, r := range rows {
		e := r.Test.Expected
		if !e.Known() || !r.Measured() {
			continue
		}
		said.add(r.ExpectedBy(), r.short()+" "+e.SpeedRange.String()+" ("+e.Against(r.Summary.Median)+")")
	}
	var out []string
	for _, by := range said.order {
		all := said.of[by]
		text := "expected (80 % interval): " + strings.Join(all[:min(len(all), mostExpectedNamed)], ", ")
		if more := len(all) - mostExpectedNamed; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		out = append(out, text+", "+by)
	}
	return out
}

// ExpectedBy says what the row's expectation is computed from. It gives "" if
// there is no expectation.
func (r Row) ExpectedBy() string {
	if !r.Test.Expected.Known() {
		return ""
	}
	return bench.Clean(r.Test.Expected.Basis())
}
