package report

import (
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// ColumnNames names the columns by what differs between them: "Vulkan · fa
// off". What all of them have in common stands once, in Shared.
func (s Sheet) ColumnNames(o Options) naming.Names {
	var jobs []*bench.JobState
	for _, c := range s.Columns {
		if len(c.Jobs) > 0 {
			jobs = append(jobs, c.Jobs[0])
		}
	}
	told := naming.Told(jobs)
	several, engines := len(s.Sessions()) > 1, s.crossesEngines()
	redactors := map[*bench.Session]*redactor{}
	things := make([]naming.Thing, len(s.Columns))
	for i, c := range s.Columns {
		if len(c.Jobs) == 0 { // figures that somebody else published
			things[i] = naming.Thing{{Key: "title", Text: joinNonEmpty(" · ", c.Title, c.Detail)}}
			continue
		}
		var j *bench.JobState
		j, told = told[0], told[1:]
		r := redactors[c.Session]
		if r == nil {
			r = newRedactor(c.Session, o)
			redactors[c.Session] = r
		}
		t := slices.Concat(s.modelOf(r.model(j.Model), engines), naming.Configuration(j))
		if several {
			there := *c.Session
			there.Machine = r.machine(c.Session.Machine, o)
			t = append(t, naming.Occasion(&there, time.UTC)...)
		}
		things[i] = t.Spelled(r.path)
	}
	return naming.Apart(things)
}

// modelOf is what a column's name says about its model. The rows name the
// model. But one row may hold two files with one name, or one model for two
// engines; then the column's name tells them apart.
func (s Sheet) modelOf(m bench.Model, engines bool) naming.Thing {
	all := naming.Model(m)
	if s.ByModel {
		return all
	}
	var out naming.Thing
	for _, a := range all {
		switch {
		case a.Rank == naming.LastResort:
			out = append(out, a)
		case a.Key == naming.Quantization && engines:
			a.Rank = naming.Differing
			out = append(out, a)
		}
	}
	return out
}

// crossesEngines tells whether the sheet has a model in the formats of two
// engines.
func (s Sheet) crossesEngines() bool {
	of := map[string]bench.Model{}
	for _, c := range s.Columns {
		for _, j := range c.Jobs {
			if first, known := of[j.Model.Origin]; known && crossEngine(first, j.Model) {
				return true
			}
			of[j.Model.Origin] = j.Model
		}
	}
	return false
}
