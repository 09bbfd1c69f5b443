package runner

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Best picks the build of a kind that is used if none was named: one that has a
// GPU of this machine, and of those the newest. Without a GPU, a build that is
// for none comes before one that found none. If no build is better than the
// others, it takes the first: the user's own choice, then dragstrip's own
// build, then the one that was found first. A nil kind has no best build.
func Best(kind *engine.Kind, builds []bench.EngineBuild) (best bench.EngineBuild, ok bool) {
	if kind == nil {
		return best, false
	}
	for _, b := range builds {
		switch {
		case b.Engine != kind.Name:
		case !ok, better(kind, b, best):
			best, ok = b, true
		}
	}
	return best, ok
}

func better(kind *engine.Kind, a, b bench.EngineBuild) bool {
	if gpuA, gpuB := len(a.GPUs()) > 0, len(b.GPUs()) > 0; gpuA != gpuB {
		return gpuA
	}
	if kind.Newer != nil {
		if kind.Newer(a, b) {
			return true
		}
		if kind.Newer(b, a) {
			return false
		}
	}
	// Without a GPU, the build that needs none is the plain choice.
	return len(a.GPUs()) == 0 && bench.GPUBackend(a.Backends...) == "" && bench.GPUBackend(b.Backends...) != ""
}

// BestFirst puts the builds to use when the user named none before the others.
func (k Kinds) BestFirst(builds []bench.EngineBuild) []bench.EngineBuild {
	first := k.BestOfEach(builds)
	for _, b := range builds {
		if !slices.ContainsFunc(first, func(o bench.EngineBuild) bool { return o.ID == b.ID }) {
			first = append(first, b)
		}
	}
	return first
}

// BestOfEach gives the builds to use when the user named none: the best of each
// kind that may be used unasked.
func (k Kinds) BestOfEach(builds []bench.EngineBuild) (best []bench.EngineBuild) {
	for _, kind := range k.Unasked() {
		if b, ok := Best(kind, builds); ok {
			best = append(best, b)
		}
	}
	return best
}
