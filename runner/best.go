package runner

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Best picks the build of a kind to use when none was named. Of builds of
// which none is better it takes the first: the user's own choice, the
// program's, then what lies nearest. Of no kind there is none.
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
