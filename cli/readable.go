package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"dragstrip/bench"
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
