package cli

import (
	"dragstrip/bench"
	"dragstrip/bench/tuning"
)

// widenControls ask a session for configurations around the best of its search.
func (e *env) widenControls(s *bench.Session) ([]bench.Control, error) {
	added, err := tuning.Widen(s)
	if err != nil {
		return nil, err
	}
	jobs := make([]bench.Job, len(added))
	for i := range added {
		jobs[i] = added[i].Job
	}
	// The builds are those that the search measures with, so there is a grant.
	controls := s.AddControls(jobs, func(bench.EngineBuild) bool { return false })
	for i := range controls {
		controls[i].Values, controls[i].Server = added[i].Values, e.serverWords(&added[i].Job)
	}
	return controls, nil
}
