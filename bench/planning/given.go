package planning

import (
	"dragstrip/bench"
	"dragstrip/bench/predict"
)

// Given is what jobs are made of.
type Given struct {
	Models []bench.Model
	Builds []bench.EngineBuild
	// Others are builds of this machine that were not chosen.
	Others []bench.EngineBuild
	// Drafts are the draft models that -md may name, by the paths of their files.
	Drafts map[string]bench.Model
	// Ticked is set if builds are ticked on a screen. Otherwise they are named by
	// --engine.
	Ticked bool
	// Serves tells whether a build that takes models by name serves one of Models.
	// nil means that each such build serves all of them.
	Serves func(bench.EngineBuild, bench.Model) bool
	// Pace says how long things take here.
	Pace predict.Pace
	// Threads is how many threads fit the CPUs that this process may use; 0
	// leaves the choice to the engine.
	Threads int
}

// measures tells whether a build can measure a model.
func (g Given) measures(b bench.EngineBuild, m bench.Model) bool {
	return b.Traits.Reads(m) && (m.Served == "" || g.Serves == nil || g.Serves(b, m))
}
