package runner

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Search says where to look for engine builds.
type Search struct {
	// Kinds are the engines that are looked for.
	Kinds Kinds
	// Folders are the program's own, and the user's home folder.
	Folders engine.Folders
	// Explicit are builds the user named: by their ID, by a kind's name, by a
	// program, a folder that holds one, or a whole command ("llama bench",
	// quotes as in a shell). KEY=VALUE words before it are the build's
	// environment, so that one program gives several builds: one GPU of two,
	// one driver of two.
	Explicit []string
	// Own are the builds in the program's own folder.
	Own []bench.EngineBuild
	// Path are the folders of PATH.
	Path []string
	// Root stands before /usr/local/bin and the like; "" is the real one.
	Root string
}

// Found is what a search gave.
type Found struct {
	// Builds are those that answered; the first Named are the ones that the
	// user named, in that order.
	Builds   []bench.EngineBuild
	Named    int
	Problems []engine.Problem
}

// surroundings are what the finder of a kind may look at.
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

func commandOf(b bench.EngineBuild) string {
	return strings.Join(append(slices.Clone(b.Env), b.Prefix...), " ")
}
