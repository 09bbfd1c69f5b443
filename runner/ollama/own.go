package ollama

import (
	"context"
	"io"
	"slices"

	"dragstrip/runner/serving"
)

// serveVerb makes the program a server.
const serveVerb = "serve"

// ownEnv is the environment of a server of our own, besides its address. It
// removes nothing from the user's store of models, and needs no colours.
var ownEnv = []string{"OLLAMA_NOPRUNE=1", "OLLAMA_MAX_LOADED_MODELS=1", "OLLAMA_DEBUG=0", "GIN_MODE=release", "NO_COLOR=1"}

// begin starts a server on a free port of this machine. The user's variables
// say where the models are. log gets what it prints; nil means nobody.
func begin(ctx context.Context, argv, env []string, log io.Writer) (*serving.Own, error) {
	if log == nil {
		log = io.Discard
	}
	return serving.Begin(ctx, serving.Program{
		Title: title, Argv: argv, Ready: "/api/version", Log: log,
		Env: func(address string) []string { return environment(env, address) },
	})
}

// environment is that of a server of our own, for measuring and for listing.
func environment(env []string, address string) []string {
	return append(slices.Concat(env, ownEnv), "OLLAMA_HOST="+address)
}
