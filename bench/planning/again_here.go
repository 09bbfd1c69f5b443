package planning

import "dragstrip/bench"

// ModelsHere is what must be known about this machine's models.
type ModelsHere struct {
	// Named are the files that the user named (see NamedModels).
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
	// Quote quotes a word for the shell.
	Quote func(string) string
}

// BuildsHere is what must be known about this machine's engine builds.
type BuildsHere struct {
	// Named are the builds that the user named: one for all, or one for each
	// build of the plan. If the user named no build, Again chooses.
	Named []bench.EngineBuild
	// Like gives the builds of the same engine on this machine.
	Like func(was bench.EngineBuild) ([]bench.EngineBuild, error)
	// Best is the best of several builds of an engine.
	Best func(engine string, of []bench.EngineBuild) (bench.EngineBuild, bool)
	// WayBack says how to get back a build that was removed; "" if that is not
	// known.
	WayBack func(was bench.EngineBuild) string
}
