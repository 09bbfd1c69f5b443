package report

import "dragstrip/bench"

// Doubt is a warning or a failure, with the tests that it concerns.
type Doubt struct {
	Where, Text, Remedy string
	Failed              bool
	// Grade is how much a warning weighs on the figures.
	Grade bench.Grade
	// Tail holds the last lines that the engine wrote.
	Tail []string
}

// Doubts lists a session's failures and then its warnings, the worst first,
// each once, as the report does. Its texts are cleaned.
func Doubts(s *bench.Session) []Doubt {
	var out []Doubt
	for _, n := range failures(s) {
		d := Doubt{Where: n.where, Text: bench.Clean(n.reason), Remedy: bench.Clean(n.remedy), Failed: true}
		for _, line := range n.tail {
			d.Tail = append(d.Tail, bench.Clean(line))
		}
		out = append(out, d)
	}
	for _, n := range warnings(s) {
		out = append(out, Doubt{Where: n.where, Text: bench.Clean(n.text), Remedy: bench.Clean(n.remedy), Grade: bench.KindOf(n.code).Grade})
	}
	return out
}

// suspects names those results that are graded suspect, each with the reason.
func suspects(results ...Row) []string {
	var out []string
	for _, r := range results {
		if r.Grade != bench.GradeSuspect {
			continue
		}
		for _, w := range r.Doubts {
			if bench.KindOf(w.Code).Grade == bench.GradeSuspect {
				out = append(out, testsOfJob(r.Session, r.Job.ID, r.Test.Test)+": "+bench.Clean(w.Text))
				break
			}
		}
	}
	return out
}
