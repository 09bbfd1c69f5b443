package report

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// rerunNames are the names of the rows of old against new. If there is one job,
// rows are named by its model. If there are several, rows are named by what
// differs between the jobs.
type rerunNames struct {
	// shared is what all jobs have in common. It is empty if there is only one job.
	shared string
	of     map[string]string // by job
}

// newRerunNames makes the names for a document, or for a screen where a name
// has at most width cells. width is 0 for a document, in which nothing is cut.
func newRerunNames(s Sheet, r *redactor, width int) rerunNames {
	var before, after []*bench.JobState
	for _, row := range s.Rows {
		if j := row.Cells[1].Row.Job; row.Job != "" && !slices.Contains(after, j) {
			before, after = append(before, row.Cells[0].Row.Job), append(after, j)
		}
	}
	if len(after) < 2 {
		return rerunNames{}
	}
	before, after = naming.Told(before), naming.Told(after)
	things := make([]naming.Thing, len(after))
	for i := range after {
		things[i] = alikeIn(naming.Job(before[i]), naming.Job(after[i])).Spelled(r.path)
	}
	apart := naming.Apart(things)
	names := apart.Short
	if width > 0 {
		names = apart.Within(width)
	}
	out := rerunNames{apart.Shared, map[string]string{}}
	for i, j := range after {
		out.of[j.ID] = names[i]
	}
	return out
}

// alikeIn has the aspects that two things have in common. A name that stands for
// both must contain nothing that is true of only one of them, such as the version
// of the new job's build. The second thing is changed.
func alikeIn(one, other naming.Thing) naming.Thing {
	return slices.DeleteFunc(other, func(a naming.Aspect) bool { return !slices.Contains(one, a) })
}

// name is the text of a row's first cell, without the job's ID.
func (n rerunNames) name(row SheetRow) string {
	if name, known := n.of[row.Job]; known {
		return name
	}
	return row.Model
}
