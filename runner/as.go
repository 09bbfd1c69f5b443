package runner

import "dragstrip/bench"

// InPlace finds the build of this machine that has the same command and
// environment as a recorded one. The builds need not have been probed. The
// answer holds only what was found here, nothing of what was recorded.
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

// As converts a build to a build of the named engine. It returns the build
// unchanged if the build belongs to that engine already. Some engines measure
// with the builds of another engine; for such an engine As returns the
// converted build. The result is false if the engine cannot use the build.
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
