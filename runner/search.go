package runner

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Search says where to look for engine builds.
type Search struct {
	// Kinds are the engines that are looked for.
	Kinds Kinds
	// Folders are the program's own, and the user's home folder.
	Folders engine.Folders
	// Explicit are builds the user named: by ID, by a kind's name, by a program,
	// by a folder that holds one, or by a whole command ("llama bench", with
	// quotes as in a shell). KEY=VALUE words before it are the build's
	// environment. So one program can be several builds, one for each GPU or
	// driver.
	// After an ID or a kind's name, arguments of the program may follow.
	Explicit []string
	// Remote are the addresses of other machines that each build is to compute on,
	// too; "" means none. Builds that cannot are left out.
	Remote string
	// Own are the builds in the program's own folder.
	Own []bench.EngineBuild
	// Path are the folders of PATH.
	Path []string
	// Root is put before /usr/local/bin and the like, for tests; "" is the real
	// root.
	Root string
}

// Found is the result of a search.
type Found struct {
	// Builds are those that answered. The first Named of them are those that the
	// user named, in that order.
	Builds   []bench.EngineBuild
	Named    int
	Problems []engine.Problem
}

// surroundings is what the finder of a kind may look at.
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
