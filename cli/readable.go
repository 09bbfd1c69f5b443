package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// readable writes an engine's command for people. It shortens the paths of the
// program and the model to their last part. It leaves out what stands before
// the program, such as a loader with its libraries. The journal has the full
// command.
func readable(argv []string, job *bench.Job) string {
	before := len(job.Build.Prefix)
	if before == 0 || before > len(argv) || !slices.Equal(argv[:before], job.Build.Prefix) {
		before = 1
	}
	words := []string{quoted(filepath.Base(argv[before-1]))}
	if before > 1 && !strings.ContainsAny(argv[before-1], `/\`) {
		words = []string{quoted(filepath.Base(argv[before-2])), quoted(argv[before-1])} // llama bench
	}
	for _, w := range argv[before:] {
		if w == job.Model.Path {
			w = filepath.Base(w)
		}
		words = append(words, quoted(w))
	}
	return strings.Join(words, " ")
}

// engineWords writes a build's environment and command as --engine takes them.
func engineWords(b bench.EngineBuild) string {
	if b.Address() != "" {
		return b.Named()
	}
	words := slices.Concat(bench.ShownVariables(b.Env), b.Prefix)
	for i := range words {
		words[i] = engineWord(words[i])
	}
	return strings.Join(words, " ")
}

// engineWord writes one word of a command as --engine takes it.
func engineWord(word string) string {
	if strings.ContainsAny(word, " \t'") {
		return `"` + word + `"`
	}
	return word
}

// engineNamed names a build as --engine takes it. A command with a loader is
// very long. If dragstrip installed the build and nothing was added to its
// command, engineNamed gives the build's short name instead.
func engineNamed(b bench.EngineBuild) string {
	if b.Address() != "" {
		return b.Named()
	}
	if words, _ := b.AddedWords(); b.OwnLoader() && engine.IsOwn(b) && len(words)+len(b.Env) == 0 {
		return b.ID
	}
	return b.ShownCommand()
}

// namedWords name models and builds on a command line.
func namedWords(paths []string, builds []bench.EngineBuild) (words []string) {
	for _, path := range paths {
		words = append(words, quoted(path))
	}
	for _, b := range builds {
		words = append(words, "--engine", quoted(engineNamed(b)))
	}
	return words
}
