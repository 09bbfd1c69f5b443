package report

import (
	"slices"
	"strings"

	"dragstrip/bench"
)

// Doubt is a warning or a failure with the tests it falls on.
type Doubt struct {
	Where, Text, Remedy string
	Failed              bool
	// Grade is how much a warning weighs on the figures.
	Grade bench.Grade
	// Tail holds the engine's last words.
	Tail []string
}

// Doubts lists what failed in a session and then what speaks against its
// figures, the worst first, each once, as the report does. Its texts are cleaned.
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

// Sessions are those in the panes, each once.
func (s Sheet) Sessions() []*bench.Session {
	var out []*bench.Session
	for _, p := range s.Panes {
		if !slices.Contains(out, p.Session) {
			out = append(out, p.Session)
		}
	}
	return out
}

// Ceilings says what the percentages of some panes are of: "A, B: 256 GB/s
// specified, 214 GB/s measured".
func (s Sheet) Ceilings(panes []int) []string {
	var order, letters []string
	for _, at := range panes {
		text := ""
		for _, r := range s.Rows {
			if row := r.Cells[at].Row; row != nil && row.MovedGBps > 0 {
				text = ceilingText(row.Ceiling)
				break
			}
		}
		if text == "" {
			continue
		}
		if i := slices.Index(order, text); i >= 0 {
			letters[i] += ", " + Letter(at)
		} else {
			order, letters = append(order, text), append(letters, Letter(at))
		}
	}
	for i := range order {
		if len(panes) > 1 {
			order[i] = letters[i] + ": " + order[i]
		}
	}
	return order
}

func ceilingText(c bench.Ceiling) string {
	var parts []string
	if c.SpecifiedGBps > 0 {
		parts = append(parts, bench.FormatGBps(c.SpecifiedGBps)+" specified")
	}
	if c.MeasuredGBps > 0 {
		parts = append(parts, bench.FormatGBps(c.MeasuredGBps)+" measured")
	}
	return strings.Join(parts, ", ")
}
