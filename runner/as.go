package runner

import "dragstrip/bench"

// InPlace is the one of this machine's builds, not asked yet, that has the
// command and the environment of one that was recorded. The answer is made of
// what was found here, and not of what was recorded.
func (k Kinds) InPlace(recorded bench.EngineBuild, here []bench.EngineBuild) (bench.EngineBuild, bool) {
	if len(recorded.Prefix) == 0 {
		return bench.EngineBuild{}, false
	}
	for _, b := range here {
		if b, ok := k.As(recorded.Engine, b); ok && k.key(b) == k.key(recorded) {
			return k.Stamp(b), true
		}
	}
	return bench.EngineBuild{}, false
}

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
