package runner

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Best picks the build of a kind to use when none was named. Where no build is
// better than the others it takes the first: the user's own choice, then
// dragstrip's own build, then the one that was found first. A nil kind has no
// best build.
func Best(kind *engine.Kind, builds []bench.EngineBuild) (best bench.EngineBuild, ok bool) {
	if kind == nil {
		return best, false
	}
	for _, b := range builds {
		switch {
		case b.Engine != kind.Name:
		case !ok, kind.Better != nil && kind.Better(b, best):
			best, ok = b, true
		}
	}
	return best, ok
}
