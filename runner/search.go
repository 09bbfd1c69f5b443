package runner

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Search says where to look for engine builds.
type Search struct {
	// Kinds are the engines to look for.
	Kinds Kinds
	// Folders are dragstrip's own folders and the user's home folder.
	Folders engine.Folders
	// Explicit are builds that the user named: by ID, by a kind's name, by a
	// program, by a folder that holds a program, or by a whole command ("llama
	// bench", with quotes as in a shell). KEY=VALUE words before the name are
	// the build's environment. So one program can be several builds, for
	// example one for each GPU or driver. Arguments for the program may follow
	// an ID or a kind's name.
	Explicit []string
	// Remote are the addresses of other machines that each build computes on,
	// too; "" means none. Builds that cannot do that are left out.
	Remote string
	// NoServers leaves out what serves models by name, unless the user named it.
	// [FindServers] finds it. A server may answer slowly.
	NoServers bool
	// Own are the builds that dragstrip installed into its own folder.
	Own []bench.EngineBuild
	// Path are the folders of PATH.
	Path []string
	// Root is put before folders such as /usr/local/bin, for tests; "" is the
	// real root.
	Root string
}

// Found is the result of a search.
type Found struct {
	// Builds are the builds that answered. The builds that the user named come
	// first, in the user's order; Named is their number.
	Builds   []bench.EngineBuild
	Named    int
	Problems []engine.Problem
}

// surroundings returns what the finder of a kind may look at.
func (s *Search) surroundings(kind *engine.Kind) engine.Surroundings {
	around := engine.Surroundings{Home: s.Folders.Home, Path: s.Path, Root: s.Root, Getenv: s.Folders.Getenv}
	if around.Getenv == nil {
		around.Getenv = func(string) string { return "" }
	}
	for _, b := range s.Own {
		if b.Engine == kind.Name {
			around.Own = append(around.Own, b)
		}
	}
	return around
}
