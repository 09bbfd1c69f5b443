package report

import (
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// ColumnNames names the columns by what differs between them, such as "Vulkan ·
// fa off". What all columns have in common is said only once, in Shared.
func (s Sheet) ColumnNames(o Options) naming.Names {
	if s.Axis != "" {
		return s.namesAlong(o)
	}
	var jobs []*bench.JobState
	for _, c := range s.Columns {
		if len(c.Jobs) > 0 {
			jobs = append(jobs, c.Jobs[0])
		}
	}
	told := naming.Told(jobs)
	several, engines := len(s.Sessions()) > 1, s.crossesEngines()
	private := redactors{}
	things := make([]naming.Thing, len(s.Columns))
	for i, c := range s.Columns {
		if len(c.Jobs) == 0 { // figures that somebody else published
			things[i] = naming.Thing{{Key: "title", Text: joinNonEmpty(partsBy, c.Title, c.Detail)}}
			continue
		}
		var j *bench.JobState
		j, told = told[0], told[1:]
		r := private.of(c.Session, o)
		t := slices.Concat(s.modelOf(r, c.Jobs, engines), naming.Configuration(j))
		if several {
			there := *c.Session
			there.Machine = r.machine(c.Session.Machine, o)
			t = append(t, naming.Occasion(&there, time.UTC)...)
		}
		things[i] = t.Spelled(r.path)
	}
	return naming.Apart(things)
}

// modelOf is what a column's name says about its models. Usually it says
// nothing, because the rows name the models. But one row may hold two files with
// the same name, or one model for two engines. Then the column's name tells them
// apart. It says only what is true for all models of the column.
func (s Sheet) modelOf(r *redactor, jobs []*bench.JobState, engines bool) naming.Thing {
	all := naming.Model(r.model(jobs[0].Model))
	if s.ByModel {
		for i := range all {
			all[i].Kept = all[i].Key == naming.ModelName || all[i].Key == naming.Quantization
		}
		return all
	}
	for _, j := range jobs[1:] {
		all = alikeIn(naming.Model(r.model(j.Model)), all)
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
