package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// standIns names the models with random weights.
func standIns(s *bench.Session) []string {
	var out []string
	for _, j := range s.Jobs {
		if j.Model.StandIn && !slices.Contains(out, j.Model.Label()) {
			out = append(out, j.Model.Label())
		}
	}
	return out
}

// resultNotes say how the figures of some rows were made, in sentences without a
// full stop. ceilings tells that the rows are shown with percentages of the
// memory's bandwidth.
func resultNotes(rows []Row, ceilings bool) (notes []string) {
	if of := ceilingNotes(rows); ceilings && len(of) > 0 {
		notes = append(notes, "memory bandwidth: "+strings.Join(of, "; "))
	}
	notes = slices.Concat(notes, expectedNotes(rows), IntervalNotes(rows), serverNotes(rows), publishedNotes(rows))
	switch few, more := withoutInterval(rows); {
	case more: // the user chose fewer repetitions, so the note need not name -r
		notes = append(notes, "no interval: with one start of the engine, that needs at least 6 samples")
	case few:
		notes = append(notes, "no interval: with one start of the engine, that needs at least 6 samples; enough were requested, but fewer came")
	}
	return notes
}

// ceilingNotes says which bandwidth the percentages refer to.
func ceilingNotes(rows []Row) []string {
	var order []bench.Ceiling
	jobs := map[bench.Ceiling][]string{}
	for _, r := range rows {
		if r.OfSpecified() == 0 && r.OfMeasured() == 0 {
			continue
		}
		if jobs[r.Ceiling] == nil {
			order = append(order, r.Ceiling)
		}
		if !slices.Contains(jobs[r.Ceiling], r.Job.ID) {
			jobs[r.Ceiling] = append(jobs[r.Ceiling], r.Job.ID)
		}
	}
	var out []string
	for _, c := range order {
		text := ceilingText(c)
		if len(order) > 1 {
			text += " for job " + strings.Join(jobs[c], ", ")
		}
		out = append(out, text)
	}
	return out
}

func ceilingText(c bench.Ceiling) string {
	var parts []string
	if c.SpecifiedGBps > 0 {
		parts = append(parts, bench.FormatGBps(c.SpecifiedGBps)+" specified")
	}
	if c.MeasuredGBps > 0 {
		parts = append(parts, bench.FormatGBps(c.MeasuredGBps)+" measured"+c.Doubt())
	}
	return strings.Join(parts, ", ")
}

// withoutInterval tells whether a median has no interval (few), and whether
// more repetitions would give it one (more). More would not help if enough were
// asked for and some did not arrive.
func withoutInterval(rows []Row) (few, more bool) {
	for _, r := range rows {
		if !r.Measured() || r.Summary.HasInterval || r.Session.Unwatched() {
			continue
		}
		few = true
		more = more || !slices.ContainsFunc(r.Doubts, func(w bench.Warning) bool { return w.Code == "repetitions_missing" })
	}
	return few, more
}

// energyNotes says the tokens per joule, for which a page has no room in its
// table, and which parts of the machine they cover. If power was read but gave no
// figure, it says why. It is silent if no test has a figure.
func energyNotes(rows []Row) []string {
	if !slices.ContainsFunc(rows, func(r Row) bool { return r.Energy.TokensPerJoule > 0 }) {
		return nil
	}
	var out []string
	for _, r := range rows {
		e, name := r.Energy, r.Test.Test.String()
		if rows[0].Job != rows[len(rows)-1].Job {
			name = "job " + r.Job.ID + " " + name
		}
		switch {
		case e.TokensPerJoule > 0:
			out = append(out, fmt.Sprintf("%s: %s t/J, %s W on average over %.0f s, %s J in all", name, bench.FormatFigure(e.TokensPerJoule), bench.FormatFigure(e.Watts), e.Seconds, bench.FormatFigure(e.Joules))+" ("+e.Of+")")
		case e.Absent != "":
			out = append(out, name+": no t/J, because "+e.Absent)
		}
	}
	return []string{"t/J: tokens per joule; the idle power is included. " + strings.Join(out, "; ")}
}
