package engine

import (
	"cmp"
	"context"

	"dragstrip/bench"
)

// Kind is all that is known of one engine. An engine's folder says it, and one
// line of the table of kinds (package runner, kinds.go) makes the program know
// the engine: nothing else names it.
//
// A field that is nil says that the engine has nothing of the sort.
type Kind struct {
	// Name is what plans and journals hold, and what --engine takes for the
	// best build there is: "llama.cpp".
	Name string
	// Short begins the names of its builds: "llama" gives llama-762f10.
	Short string
	// Aliases are other words that --engine, setup and engines take for it.
	Aliases []string
	// Traits are given to every build of it; its probe may change them.
	Traits bench.Traits
	// Of names the kind whose builds it measures with, in another way: it is
	// then found and got with that one, and is never chosen unasked.
	Of string
	// As turns a build of the kind Of into one of this kind.
	As func(bench.EngineBuild) bench.EngineBuild
	// Build says what a build of it is, to somebody who has to name one: "a
	// Python that has mlx-lm".
	Build string

	Finder Finder
	// AnyProgram tells that a program of any name may be a build of it, such as
	// a script or a loader that starts the engine: its Probe tells. The first
	// such kind of the table is asked what no kind knows by its name.
	AnyProgram bool
	// Better tells whether to take a rather than b, of builds that answered,
	// where the user named none. nil takes the one that was found first.
	Better  func(a, b bench.EngineBuild) bool
	Adapter func(Folders) Adapter
	Setup   *Setup
	// Served lists the models that a build of it serves by name, of a kind
	// whose Traits say that it serves.
	Served func(context.Context, Folders, bench.EngineBuild) ([]bench.Model, error)
	// Drive measures, in a process under the guard, where the engine is spoken
	// to by code of ours: the hidden verb `driver` calls it. See [Line].
	Drive Driver
}

// Title is the engine's name in sentences.
func (k *Kind) Title() string { return cmp.Or(k.Traits.Title, k.Name) }

// Is tells whether another is the same kind.
func (k *Kind) Is(other *Kind) bool { return k.Name == other.Name }

// Surroundings are where builds may lie on this machine.
type Surroundings struct {
	// Home is the user's home folder; Path the folders of PATH.
	Home string
	Path []string
	// Root stands before /usr/local/bin and the like; "" is the real one.
	Root   string
	Getenv func(string) string
	// Own are the builds of this kind in the program's own folder.
	Own []bench.EngineBuild
}

// Problem is a candidate that cannot be used, and why.
type Problem struct {
	Origin  string
	Command string
	Err     error
	// Named is set where the user named it.
	Named bool
}

// Finder finds builds of one kind. It looks at files and starts nothing: what
// a candidate is, is asked by the adapter's Probe.
type Finder interface {
	// Look lists what may be builds, each with its Origin, the nearest first.
	Look(Surroundings) ([]bench.EngineBuild, []Problem)
	// Take makes a build of what a user named: the absolute path of a file or
	// folder, and the words behind it. What is no file is handed on as it was
	// written; it may be an address. ok is false where it is none of this kind,
	// and err, where it is set, says what a folder lacks: "holds no …". With ok,
	// err says why this build cannot be used.
	Take(s Surroundings, path string, words []string) (b bench.EngineBuild, ok bool, err error)
	// Key is the same for one build under all its names, apart from the
	// environment that is set for it.
	Key(bench.EngineBuild) string
}
