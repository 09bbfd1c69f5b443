package predict

import (
	"time"

	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// searchIn reads the search of a session; nil if it has none that can be read.
func searchIn(s *bench.Session) *tuning.Search {
	search, _ := tuning.Of(s)
	return search
}

// sought counts what the search of a session was read from.
type sought struct {
	session                         *bench.Session
	blocks, results, failures, over int
}

func soughtIn(s *bench.Session) sought {
	out := sought{session: s, blocks: len(s.Added)}
	for _, j := range s.Jobs {
		if j.State == bench.StateFinished {
			out.over++
		}
		for _, t := range j.Tests {
			out.results += len(t.Results)
			out.failures += len(t.Failed)
		}
	}
	return out
}

// search adds the time that a search for the best job still takes. Once
// something was measured, the search itself says that; it may have its answer
// earlier.
func (w *walk) search(search *tuning.Search) {
	if search == nil {
		return
	}
	left, known := search.Ahead()
	if !known {
		left = w.wholeSearch(search)
	}
	w.cost.Search = left
}

// wholeSearch is how long a search takes from its beginning, by what earlier
// sessions say about its jobs.
func (w *walk) wholeSearch(search *tuning.Search) time.Duration {
	var all time.Duration
	started := map[string]bool{}
	for i, j := range w.session.Jobs {
		for _, t := range j.Tests {
			turn, seen := w.pace.Turn(&j.Job, t.Test, false)
			w.cost.Rough = w.cost.Rough || !seen
			all += turn.Of(1)
		}
		if !started[w.keys[i]] {
			started[w.keys[i]] = true
			all += w.pace.Start(&j.Job)
		}
	}
	return search.Whole(all)
}
