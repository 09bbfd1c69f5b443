package planning

import "dragstrip/bench"

// ModelsHere is what has to be known of this machine's models.
type ModelsHere struct {
	// Named are the files that somebody named, see NamedModels.
	Named map[string]string
	// Open reads the model at a path.
	Open func(path string) (bench.Model, error)
	// Nearby are the paths at which a model is looked for first.
	Nearby func(bench.Model) []string
	// Everywhere gives all models of this machine.
	Everywhere func() ([]bench.Model, error)
	// Parts are the paths of a model's files, and Digest the SHA-256 of one.
	Parts  func(bench.Model) []string
	Digest func(of bench.Model, path string) (string, error)
	// Quote writes a word for the shell that people type it into.
	Quote func(string) string
}

// BuildsHere is what has to be known of this machine's engine builds.
type BuildsHere struct {
	// Named are the builds that somebody named: one for all, or one for each
	// build of the plan; none leaves the choice to Again.
	Named []bench.EngineBuild
	// Like are the builds on this machine of the engine that one was of.
	Like func(was bench.EngineBuild) ([]bench.EngineBuild, error)
	// Best is the best of several builds of an engine.
	Best func(engine string, of []bench.EngineBuild) (bench.EngineBuild, bool)
}
