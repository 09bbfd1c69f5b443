package llama

import (
	"os"

	"dragstrip/bench"
	"dragstrip/runner/words"
)

// ownVariables are the first letters of the names of variables that llama.cpp
// reads. setVariables are variables that dragstrip sets or removes, so the
// engine never inherits them. doorVariables are those among them that decide how
// llama-server is reached, and that llama-bench does not read. The user means
// them for another server.
var (
	ownVariables  = []string{"GGML_", "LLAMA_"}
	setVariables  = append([]string{"GGML_NO_BACKTRACE", "LLAMA_GRAPH_RESULT_DEBUG"}, doorVariables...)
	doorVariables = []string{"LLAMA_API_KEY", "LLAMA_ARG_API_KEY_FILE", "LLAMA_ARG_API_PREFIX", "LLAMA_ARG_SSL_KEY_FILE", "LLAMA_ARG_SSL_CERT_FILE"}
)

// inherited lists the variables of dragstrip's environment that change how
// llama.cpp computes.
func inherited() []string { return words.Inherited(os.Environ(), ownVariables, setVariables) }

// environment returns the changes to the environment of an engine. With
// LC_ALL=C numbers in JSON have decimal points, even if a driver or an old
// build uses the locale, and the system's messages have the words that
// failure.go knows. LC_ALL=C does no harm to paths, because the paths on the
// command line are plain ASCII. The build's variables come last, so they win.
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
