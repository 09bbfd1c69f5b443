package report

import (
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// place puts the results of all jobs into rows. Jobs of one model in one column
// get rows of their own, named by what differs between them: "fa on", "fa off".
// So all figures of a column in rows with one name are from one configuration.
//
// A column may lack the configuration of a row: one machine has Vulkan and ROCm,
// the other has Metal. Then the most similar job of the column stands in the
// row, and a note says so.
func (d *division) place(s *Sheet) {
	var moved []*placedJob
	for _, like := range d.alike() {
		columns := inColumns(like)
		nameRows(like, columns)
		said := map[string][]*placedJob{} // by the name of their row
		for _, j := range like {
			said[j.said] = append(said[j.said], j)
		}
		for _, j := range like {
			unsaid := j.said == naming.NotStated // several columns may state nothing, and not mean the same
			if !unsaid && slices.ContainsFunc(said[j.said], func(o *placedJob) bool { return o.column != j.column }) {
				continue // the row of its own configuration has several columns
			}
			j.under = rowsLike(j, like, columns)
			if unsaid && !slices.ContainsFunc(j.under, func(under string) bool { return under != naming.NotStated }) {
				j.under = nil // nobody states a configuration
			}
			if j.under != nil {
				moved = append(moved, j)
			}
		}
	}
	for _, j := range d.jobs {
		if j.under == nil {
			for _, r := range rowsOf(j.session, j.JobState) {
				s.put(j.column, d.row(j, j.said, r.Test.Test), r)
			}
		}
	}
	for _, j := range moved {
		d.move(s, j)
	}
}

// alike gives the jobs whose results can be in one row. These are the jobs of
// one model or, if the columns are models, all jobs.
func (d *division) alike() [][]*placedJob {
	if d.axis == AxisModel {
		return [][]*placedJob{d.jobs}
	}
	out := make([][]*placedJob, len(d.names.groups))
	for _, j := range d.jobs {
		group := d.names.of[j.JobState]
		out[group] = append(out[group], j)
	}
	return out
}

// move puts the results of a job into the rows of jobs that are like it, as far
// as these have the same tests.
func (d *division) move(s *Sheet, j *placedJob) {
	var where []string
	for _, r := range rowsOf(j.session, j.JobState) {
		found := false
		for _, under := range j.under {
			name := d.row(j, under, r.Test.Test)
			cells := s.cells[rowName{model: name.Model, under: under, test: name.Test}]
			if cells == nil || cells[j.column].Row != nil {
				continue
			}
			s.put(j.column, name, r)
			cells[j.column].Elsewhere = j.saidOnItsOwn()
			if found = true; !slices.Contains(where, under) {
				where = append(where, under)
			}
		}
		if !found {
			s.put(j.column, d.row(j, j.said, r.Test.Test), r)
		}
	}
	if where != nil {
		shows := d.row(j, j.said, bench.Test{}).measured(asIs) + ", the nearest that was measured"
		if j.said == naming.NotStated {
			shows = d.row(j, settingsNotStated, bench.Test{}).measured(asIs) + ", so the same figures in each of these rows"
		}
		s.Fair = append(s.Fair, fmt.Sprintf("in the rows of %s, column %s shows %s", bench.Joined(where), s.Columns[j.column].Name, shows))
	}
}

// saidOnItsOwn names the job's configuration where no name of a model stands
// before it.
func (j *placedJob) saidOnItsOwn() string {
	if j.said == naming.NotStated || j.said == "" {
		return settingsNotStated
	}
	return j.said
}

// row is the row of a job's result.
func (d *division) row(j *placedJob, under string, t bench.Test) SheetRow {
	row := SheetRow{Under: under, Test: t}
	if d.axis != AxisModel {
		row.Model = d.names.group(j.JobState).name
	}
	return row
}

// nameRows sets for each of the jobs what the name of the job's row says in
// addition to the model. This is what differs between the jobs of a column.
// columns has the same jobs by column.
func nameRows(jobs []*placedJob, columns map[int][]*placedJob) {
	keys := differingKeys(columns)
	if keys == nil {
		return
	}
	at := map[string]int{}
	var things []naming.Thing
	for _, j := range jobs {
		j.texts = j.textsUnder(keys)
		if _, known := at[j.text(keys)]; known {
			continue
		}
		at[j.text(keys)] = len(things)
		var t naming.Thing
		for _, a := range j.rest {
			if slices.Contains(keys, a.Key) || a.Key == naming.NotStated {
				a.Rank = naming.Shared
				t = append(t, a)
			}
		}
		things = append(things, t)
	}
	names := naming.Apart(things).Full
	for _, j := range jobs {
		j.said = names[at[j.text(keys)]]
	}
}

// rowsLike are the rows of other configurations in which a job stands. It stands
// there because no job of its column is more like these configurations. rowsLike
// is nil if the job has a row of its own. No other column has its configuration.
func rowsLike(j *placedJob, jobs []*placedJob, columns map[int][]*placedJob) (under []string) {
	most := 0
	for _, other := range jobs {
		switch same := j.likeness(other); {
		case other.column == j.column:
		case len(columns[other.column]) == 1: // the other job has no row of its own, either
		case same > most:
			most, under = same, []string{other.said}
		case same == most && !slices.Contains(under, other.said):
			under = append(under, other.said)
		}
	}
	return slices.DeleteFunc(under, func(name string) bool {
		of := jobs[slices.IndexFunc(jobs, func(o *placedJob) bool { return o.said == name })]
		return slices.ContainsFunc(columns[j.column], func(o *placedJob) bool { return o != j && o.likeness(of) >= j.likeness(of) })
	})
}

// inColumns sorts jobs by column.
func inColumns(jobs []*placedJob) map[int][]*placedJob {
	out := map[int][]*placedJob{}
	for _, j := range jobs {
		out[j.column] = append(out[j.column], j)
	}
	return out
}
