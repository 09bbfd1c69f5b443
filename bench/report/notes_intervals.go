package report

import (
	"fmt"
	"strconv"
	"strings"
)

// IntervalNotes says, in sentences without their ends, of how many starts of
// the engine the intervals of some rows are: one within a start says nothing
// about the next.
func IntervalNotes(rows []Row) []string {
	within, least, most := []string{}, 0, 0
	for _, r := range rows {
		switch starts := r.Summary.Starts; {
		case !r.Summary.HasInterval || starts == 0: // or nobody told
		case r.Summary.WithinOneStart():
			within = append(within, r.short())
		case least == 0:
			least, most = starts, starts
		default:
			least, most = min(least, starts), max(most, starts)
		}
	}
	var out []string
	if most > 0 {
		count := strconv.Itoa(most)
		if least != most {
			count = fmt.Sprintf("%d to %d", least, most)
		}
		out = append(out, "±: 95 % interval over "+count+" starts of the engine")
	}
	switch {
	case len(within) == 0:
	case most == 0:
		out = append(out, "±: 95 % interval within one start of the engine; another start may lie outside it")
	default:
		out = append(out, "Within one start of the engine only: "+strings.Join(within, ", "))
	}
	return out
}

// short names a row beside others of its session.
func (r Row) short() string {
	if r.Job == nil || r.Session == nil || len(r.Session.Jobs) < 2 {
		return r.Test.Test.String()
	}
	return r.Job.ID + " " + r.Test.Test.String()
}
