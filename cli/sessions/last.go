package sessions

import (
	"context"
	"slices"

	"dragstrip/bench"
)

// Last gives the newest earlier sessions that measured the same as a session:
// for each of its jobs at most n that have one of its tests, on this machine,
// with any build. The newest comes first.
func (s Shelf) Last(ctx context.Context, of *bench.Session, n int) ([]*bench.Session, error) {
	lines, known, err := s.listed(ctx)
	if err != nil {
		return nil, err
	}
	left, asked := map[string]int{}, map[string][]string{}
	for _, j := range of.Jobs {
		what := whatOf(of.Machine, j)
		left[what] = n
		for _, t := range j.Tests {
			asked[what] = append(asked[what], t.Test.String())
		}
	}
	var out []*bench.Session
	for _, l := range lines {
		if l.Live || l.Name == of.ID || !l.Started.Before(of.Started) {
			continue
		}
		wanted := false
		for _, j := range known.Sessions[l.Name].Jobs {
			isAsked := func(t measuredTest) bool { return slices.Contains(asked[j.What], t.Test) }
			if left[j.What] > 0 && slices.ContainsFunc(j.Tests, isAsked) {
				left[j.What]--
				wanted = true
			}
		}
		if !wanted {
			continue
		}
		r, err := s.folder(l.Name).ReadShown(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, r.Session)
	}
	return out, nil
}

// MeasuredSame gives a function that tells whether a job of an earlier session
// measured the same as a job of this one.
func MeasuredSame(of *bench.Session) func(*bench.Session, *bench.JobState, *bench.JobState) bool {
	return func(earlier *bench.Session, old, fresh *bench.JobState) bool {
		return whatOf(earlier.Machine, old) == whatOf(of.Machine, fresh)
	}
}
