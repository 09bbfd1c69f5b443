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

// Doubts lists a session's failures and then its warnings, the worst first. A
// doubt that several tests share is listed once, with these tests, as in the
// report. The texts are cleaned.
func Doubts(s *bench.Session) []Doubt {
	var out []Doubt
	g := newGrouper(s, asIs)
	for _, n := range g.group(failures(s), func(n note) string { return n.reason }) {
		d := Doubt{Where: placeSaid(n), Text: bench.Clean(n.text), Remedy: bench.Clean(n.remedy), Failed: true}
		for _, line := range n.tail {
			d.Tail = append(d.Tail, bench.Clean(line))
		}
		out = append(out, d)
	}
	for _, n := range g.group(warnings(s), func(n note) string { return n.text }) {
		out = append(out, Doubt{Where: placeSaid(n), Text: bench.Clean(n.text), Remedy: bench.Clean(n.remedy), Grade: bench.KindOf(n.code).Grade})
	}
	return out
}

// placeSaid says which tests a grouped note concerns.
func placeSaid(n grouped) string { return bench.Clean(orText(n.where, "session")) }
