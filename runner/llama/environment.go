package llama

import (
	"os"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// ownVariables are the beginnings of the variables that llama.cpp reads.
// setVariables are those of them that environment sets or removes, so they are
// never inherited.
var (
	ownVariables = []string{"GGML_", "LLAMA_"}
	setVariables = []string{"GGML_NO_BACKTRACE", "LLAMA_GRAPH_RESULT_DEBUG"}
)

// inherited are the variables of our own environment that change how llama.cpp
// computes.
func inherited() []string { return words.Inherited(os.Environ(), ownVariables, setVariables) }

// environment is the environment of an engine. LC_ALL=C keeps decimal points in
// JSON, even if a driver or an old build uses the locale. It also keeps the
// system's messages in the words that failure.go knows. Paths are plain ASCII
// by then. The build's own variables come last and win.
func environment(build bench.EngineBuild, extra []string, ticks bool) []string {
	env := []string{
		"GGML_NO_BACKTRACE=1", // otherwise a crash starts a debugger, which may take seconds or never end
		"LC_ALL=C",
	}
	if ticks {
		env = append(env, "LLAMA_GRAPH_RESULT_DEBUG=1")
	} else {
		env = append(env, "LLAMA_GRAPH_RESULT_DEBUG")
	}
	env = append(env, extra...)
	return append(env, build.Env...)
}
