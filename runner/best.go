package runner

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Best picks the build of a kind that is used if the user named no build. A
// build that found a GPU of this machine is better than one that found none;
// after that, a newer build is better. If two builds found no GPU, a build for
// the CPU is better than a build for GPUs. If no build is better than the
// others, Best takes the first in the list. A nil kind has no best build.
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
	// If neither build found a GPU, the build for the CPU is better.
	return len(a.GPUs()) == 0 && bench.GPUBackend(a.Backends...) == "" && bench.GPUBackend(b.Backends...) != ""
}

// BestFirst sorts builds: those of BestOfEach come first, the others follow.
func (k Kinds) BestFirst(builds []bench.EngineBuild) []bench.EngineBuild {
	first := k.BestOfEach(builds)
	for _, b := range builds {
		if !slices.ContainsFunc(first, func(o bench.EngineBuild) bool { return o.ID == b.ID }) {
			first = append(first, b)
		}
	}
	return first
}

// BestOfEach gives the builds that are used if the user named none: the best
// build of each kind that Unasked lists.
func (k Kinds) BestOfEach(builds []bench.EngineBuild) (best []bench.EngineBuild) {
	for _, kind := range k.Unasked() {
		if b, ok := Best(kind, builds); ok {
			best = append(best, b)
		}
	}
	return best
}

// BestFitting gives the same builds as BestOfEach, but prefers builds that fit.
func (k Kinds) BestFitting(builds []bench.EngineBuild, fits func(bench.EngineBuild) bool) (best []bench.EngineBuild) {
	fitting := k.BestOfEach(slices.DeleteFunc(slices.Clone(builds), func(b bench.EngineBuild) bool { return !fits(b) }))
	for _, b := range k.BestOfEach(builds) {
		if at := slices.IndexFunc(fitting, func(f bench.EngineBuild) bool { return f.Engine == b.Engine }); at >= 0 {
			b = fitting[at]
		}
		best = append(best, b)
	}
	return best
}
