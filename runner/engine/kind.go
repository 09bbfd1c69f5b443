package engine

import (
	"cmp"
	"context"

	"dragstrip/bench"
)

// Kind is everything that is known about one engine. The engine's package
// defines it, and one line in the table of kinds (package runner, kinds.go)
// adds it to the program.
//
// A nil field means that the engine has no such thing.
type Kind struct {
	// Name is the name in plans and journals: "llama.cpp". --engine NAME chooses
	// the best build of the kind.
	Name string
	// Short is the beginning of the IDs of its builds: "llama" gives
	// llama-762f10.
	Short string
	// Aliases are other names of the kind that --engine, setup and engines
	// accept.
	Aliases []string
	// Traits are given to every build of the kind. The probe may change them.
	Traits bench.Traits
	// Of names another kind if this kind measures with the builds of that one,
	// in another way. Its builds are then found and installed with the other
	// kind, and this kind is used only when the user names it.
	Of string
	// As turns a build of the kind Of into a build of this kind.
	As func(bench.EngineBuild) bench.EngineBuild
	// Build says what a build of the kind is: "a Python that has mlx-lm". It is
	// for messages to a user who must name a build.
	Build string

	// Addressed is set for servers that are there already. It is the example of
	// an address: a user names such a server as NAME=http://HOST:PORT. If Served
	// lists no models, any name may be one.
	Addressed string
	// Found says that dragstrip also looks for such servers, or can start one
	// itself. Then the name of the kind alone is enough.
	Found bool

	// Remote is the argument that lets a build compute on other machines, too.
	// The addresses follow this argument, as HOST:PORT with commas between
	// them. "" means that the engine cannot do that.
	Remote string

	Finder Finder
	// AnyProgram says that a program of any name may be a build of this kind,
	// such as a script that starts the engine. Probe then decides. If no kind
	// knows a program by its name, the program goes to the first kind in the
	// table with AnyProgram set.
	AnyProgram bool
	// Newer tells whether build a is newer than build b. Both have answered
	// Probe. nil means that Best does not compare builds by age.
	Newer   func(a, b bench.EngineBuild) bool
	Adapter func(Folders) Adapter
	Setup   *Setup
	// Served lists the models that a build serves by name. It is set for kinds
	// whose Traits say that they serve. Path is a model's file, if it is on this
	// machine. Files has one file with its digest, if the server tells which weights
	// a name means. Two names with the same digest then compute the same.
	Served func(context.Context, Folders, bench.EngineBuild) ([]bench.Model, error)
	// Import says what a user does to let the server on this machine serve a copy of
	// one GGUF file that is the whole model. path is the file, and word is path as
	// one word for the shell. nil means that nothing is known about that.
	Import func(path, word string) string
	// Server gives the words with which the engine's own server takes the
	// settings of a job, its program first. nil means that the engine has no
	// such server.
	Server func(*bench.Job) string
	// Variants gives the environments in which a build may compute differently on
	// this machine. drivers are the names of the files that describe Vulkan
	// drivers. nil means that none are known.
	Variants func(b bench.EngineBuild, drivers []string) []Variant
	// Variables are the first letters of the names of variables that only this
	// engine reads.
	Variables []string
	// Concerns tells whether a variable can change how a build computes, if it is
	// not one of another engine. nil means that it can.
	Concerns func(b bench.EngineBuild, variable string) bool
	// Says gives the lines that a build prints when it starts, and what it
	// could not load. They are for a bug report.
	Says func(context.Context, bench.EngineBuild) []string
	// Drive measures the engine, for kinds that dragstrip's code drives. The
	// hidden verb `driver` calls it, in a process under the guard. See [Line].
	Drive Driver
}

// Variant is an environment in which a build may compute differently.
type Variant struct {
	// Name is what people call it. Env are its variables, as KEY=VALUE.
	Name string   `json:"name"`
	Env  []string `json:"env"`
	// ChoosesGPU says that the variables choose a GPU by the driver's number, so
	// only the build itself knows which GPU it sees with them.
	ChoosesGPU bool `json:"-"`
}

// Title is the engine's name in sentences.
func (k *Kind) Title() string { return cmp.Or(k.Traits.Title, k.Name) }

// Example is how a user names a server that is there already: "--engine
// NAME=ADDRESS".
func (k *Kind) Example() string { return "--engine " + k.Name + "=" + k.Addressed }

// NeedsAddress tells whether only an address can name a build of the kind.
func (k *Kind) NeedsAddress() bool { return k.Addressed != "" && !k.Found }

// IsServerBeside tells whether a build of the kind is a server that lies beside a
// build of another kind. dragstrip starts it to measure it.
func (k *Kind) IsServerBeside() bool { return k.Of != "" && k.Drive != nil }

// Is tells whether other is the same kind.
func (k *Kind) Is(other *Kind) bool { return k.Name == other.Name }

// Surroundings are the places on this machine where builds may be.
type Surroundings struct {
	// Home is the user's home folder. Path are the folders of PATH.
	Home string
	Path []string
	// Root is put before folders such as /usr/local/bin, for tests; "" is the
	// real root.
	Root   string
	Getenv func(string) string
	// Own are the builds of this kind that dragstrip installed into its own
	// folder.
	Own []bench.EngineBuild
}

// Problem is a candidate that cannot be used, and why.
type Problem struct {
	Origin  string
	Command string
	Err     error
	// Named is set if the user named the candidate.
	Named bool
}

// Finder finds builds of one kind. It only looks at files and starts nothing.
// Later, the adapter's Probe asks each candidate what it is.
type Finder interface {
	// Look lists possible builds, each with its Origin. Those that dragstrip
	// installed come first.
	Look(Surroundings) ([]bench.EngineBuild, []Problem)
	// Take makes a build from what a user named: the absolute path of a file or
	// folder, and the words after it. If there is no such file, path is the
	// text that the user wrote; it may be an address. ok is false if this kind
	// does not know the path; err may then say what a folder lacks: "holds no
	// …". If ok is true and err is not nil, err says why the build cannot be
	// used.
	Take(s Surroundings, path string, words []string) (b bench.EngineBuild, ok bool, err error)
	// Key returns the same text for one build under all its names. It leaves
	// out the environment that is set for the build.
	Key(bench.EngineBuild) string
}
