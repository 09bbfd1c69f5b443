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

// alikeIn has the aspects that an old job and its new job have in common. A name
// stands for both sides of its row, so it must not contain the version of only
// one side.
func alikeIn(before, after naming.Thing) naming.Thing {
	return slices.DeleteFunc(after, func(a naming.Aspect) bool { return !slices.Contains(before, a) })
}

// name is the text of a row's first cell, without the job's ID.
func (n rerunNames) name(row SheetRow) string {
	if name, known := n.of[row.Job]; known {
		return name
	}
	return row.Model
}
