package predict

import (
	"maps"
	"slices"

	"dragstrip/bench"
)

// Scatter says how much the learned sessions differ. It gives one scatter for
// each test of the jobs that enough sessions measured, and one for everything
// that several sessions measured here: a server on another machine says nothing
// about this one.
func (p *Past) Scatter(jobs []bench.Job) []bench.JobScatter {
	var out []bench.JobScatter
	here := maps.Clone(p.sittings)
	maps.DeleteFunc(here, func(key like, _ []bench.Sitting) bool { return p.elsewhere[key] })
	if all, ok := bench.EstimateScatter(slices.Collect(maps.Values(here))...); ok {
		out = append(out, bench.JobScatter{ScatterLearned: bench.ScatterLearned{Scatter: all}})
	}
	for i := range jobs {
		for _, t := range jobs[i].Tests {
			if own, ok := bench.EstimateScatter(p.sittings[scatterKey(&jobs[i], t)]); ok {
				own.Alike = true
				out = append(out, bench.JobScatter{Job: jobs[i].ID, ScatterLearned: bench.ScatterLearned{Test: t, Scatter: own}})
			}
		}
	}
	return out
}
