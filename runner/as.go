package runner

import "dragstrip/bench"

// As is a build as one of an engine: itself, or where the engine measures with
// builds of this kind in another way, that.
func (k Kinds) As(name string, b bench.EngineBuild) (bench.EngineBuild, bool) {
	if b.Engine == name {
		return b, true
	}
	kind, known := k.Kind(name)
	if !known || kind.As == nil || kind.Of != b.Engine {
		return b, false
	}
	b = kind.As(b)
	b.ID = k.ID(b)
	return b, true
}
