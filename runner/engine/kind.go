package engine

import (
	"cmp"
	"context"

	"dragstrip/bench"
)

// Kind is all that is known of one engine. The engine's folder defines it, and
// one line in the table of kinds (package runner, kinds.go) adds it to the
// program. Nothing else names the engine.
//
// A nil field means that the engine has no such thing.
type Kind struct {
	// Name is the name in plans and journals: "llama.cpp". --engine NAME chooses
	// the best build of the kind.
	Name string
	// Short is the beginning of its builds' IDs: "llama" gives llama-762f10.
	Short string
	// Aliases are other names for it that --engine, setup and engines accept.
	Aliases []string
	// Traits are given to every build of it; its probe may change them.
	Traits bench.Traits
	// Of names another kind, if this one measures with that kind's builds in
	// another way. It is then found and installed together with that kind, and is
	// only used when the user names it.
	Of string
	// As turns a build of the kind Of into one of this kind.
	As func(bench.EngineBuild) bench.EngineBuild
	// Build says what a build of it is, for messages to a user who has to name
	// one: "a Python that has mlx-lm".
	Build string

	// Remote is the argument that lets a build compute on other machines, too. Their
	// addresses follow it, HOST:PORT with commas between them. "" means that the
	// engine cannot.
	Remote string

	Finder Finder
	// AnyProgram says that a program of any name may be a build of it, such as a
	// script that starts the engine. Its Probe decides. A program that no kind
	// knows by its name goes to the first such kind in the table.
	AnyProgram bool
	// Newer tells whether a is newer than b, of two builds that have answered their
	// Probe. nil means that the kind's builds are not compared by age.
	Newer   func(a, b bench.EngineBuild) bool
	Adapter func(Folders) Adapter
	Setup   *Setup
	// Served lists the models that a build serves by name. It is set for kinds
	// whose Traits say that they serve.
	Served func(context.Context, Folders, bench.EngineBuild) ([]bench.Model, error)
	// Says gives what a build prints when it starts: its devices, and what it
	// could not load, for a bug report.
	Says func(context.Context, bench.EngineBuild) []string
	// Drive measures the engine, for kinds with which our own code talks. The
	// hidden verb `driver` calls it, in a process under the guard. See [Line].
	Drive Driver
}

// Title is the engine's name in sentences.
func (k *Kind) Title() string { return cmp.Or(k.Traits.Title, k.Name) }

// Is tells whether other is the same kind.
func (k *Kind) Is(other *Kind) bool { return k.Name == other.Name }

// Surroundings are the places on this machine where builds may be.
type Surroundings struct {
	// Home is the user's home folder; Path the folders of PATH.
	Home string
	Path []string
	// Root is put before /usr/local/bin and the like, for tests; "" is the real
	// root.
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
	// Named is set if the user named it.
	Named bool
}

// Finder finds builds of one kind. It only looks at files and starts nothing.
// The adapter's Probe finds out what a candidate is.
type Finder interface {
	// Look lists possible builds, each with its Origin, the nearest first.
	Look(Surroundings) ([]bench.EngineBuild, []Problem)
	// Take makes a build of what a user named: the absolute path of a file or
	// folder, and the words after it. If there is no such file, path is what the
	// user wrote; it may be an address. ok is false if it is not of this kind; err
	// may then say what a folder lacks: "holds no …". If ok is true, err says why
	// this build cannot be used.
	Take(s Surroundings, path string, words []string) (b bench.EngineBuild, ok bool, err error)
	// Key is the same for one build under all its names. It leaves out the
	// environment that is set for the build.
	Key(bench.EngineBuild) string
}
