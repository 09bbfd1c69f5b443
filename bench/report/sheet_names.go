package report

import (
	"fmt"
	"slices"
	"strings"
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
	several, engines, files := len(s.Sessions()) > 1, s.crossesEngines(), s.severalFiles()
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
		t := slices.Concat(s.modelOf(r, c.Jobs, files, engines), naming.Configuration(j))
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
// nothing, because the rows name the models. But one row may hold two files of
// one model, or one model for two engines. Then the column's name tells them
// apart. It says only what is true for all models of the column.
func (s Sheet) modelOf(r *redactor, jobs []*bench.JobState, files map[*bench.JobState]bool, engines bool) naming.Thing {
	if s.ByModel {
		all := naming.Model(r.model(jobs[0].Model))
		for i := range all {
			all[i].Kept = all[i].Key == naming.ModelName || all[i].Key == naming.Quantization
		}
		return all
	}
	var out naming.Thing
	for _, a := range modelsAlike(r, jobs) {
		if a.Key == naming.Quantization && engines {
			a.Rank = naming.Differing
			out = append(out, a)
		}
	}
	told := slices.DeleteFunc(slices.Clone(jobs), func(j *bench.JobState) bool { return !files[j] })
	if s.ofOneModel() {
		for _, a := range modelsAlike(r, told) {
			if a.Rank == naming.LastResort {
				out = append(out, a)
			}
		}
		return out
	}
	return append(out, naming.Aspect{Key: naming.ModelFile, Text: r.filesOf(told, jobs), Rank: naming.LastResort})
}

// ofOneModel tells whether all rows have one model.
func (s Sheet) ofOneModel() bool {
	return !slices.ContainsFunc(s.Rows, func(r SheetRow) bool { return r.Model != s.Rows[0].Model })
}

// filesOf names the files of a column, first those that other columns have
// otherwise. It is "" if there are none of these.
func (r *redactor) filesOf(told, all []*bench.JobState) string {
	var files []string
	for _, j := range slices.Concat(told, all) {
		files = addNew(files, r.fileApart(j.Model))
	}
	switch {
	case len(told) == 0 || len(files) == 0:
		return ""
	case len(files) > 2:
		return fmt.Sprintf("%s and %d others", files[0], len(files)-1)
	}
	return strings.Join(files, ", ")
}

// modelsAlike is what is true for the models of all jobs.
func modelsAlike(r *redactor, jobs []*bench.JobState) (all naming.Thing) {
	for i, j := range jobs {
		m := r.model(j.Model)
		if apart := r.apart(j.Model); apart != "" {
			m.Path = apart
		}
		of := naming.Model(m)
		if i > 0 {
			of = alikeIn(of, all)
		}
		all = of
	}
	return all
}

// severalFiles are the jobs whose models stand in one row, but are not one file
// in all columns.
func (s Sheet) severalFiles() map[*bench.JobState]bool {
	names := namesOf(s.Sessions())
	type place struct {
		column int
		*bench.JobState
	}
	of := map[int][]place{}
	out := map[*bench.JobState]bool{}
	for at, c := range s.Columns {
		for _, j := range c.Jobs {
			group, known := names.of[j]
			if !known { // the job's session is not in the sheet, so its files may be any
				out[j] = true
				continue
			}
			of[group] = append(of[group], place{at, j})
		}
	}
	for _, jobs := range of {
		other := func(p place) bool { return p.column != jobs[0].column && !oneFile(p.Model, jobs[0].Model) }
		for _, p := range jobs {
			out[p.JobState] = slices.ContainsFunc(jobs, other)
		}
	}
	return out
}

// oneFile tells whether nothing that names a model's file differs.
func oneFile(a, b bench.Model) bool { return slices.Equal(naming.Model(a), naming.Model(b)) }

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
