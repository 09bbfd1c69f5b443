package llama

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Kind returns all that dragstrip must know about llama.cpp.
func Kind() *engine.Kind {
	return &engine.Kind{
		Name: Name, Short: "llama", Aliases: []string{"llama-bench"}, Build: "a llama-bench, or a folder that holds one",
		AnyProgram: true,
		Traits:     bench.Traits{Formats: []string{"gguf"}, Lines: "llama-bench", Server: ServerName},
		Finder:     finder{},
		Newer:      newer,
		Adapter:    func(engine.Folders) engine.Adapter { return New() },
		Setup:      setup(),
		Says:       says,
		Remote:     remoteFlag,
		Server:     ServerWords,
		Variants:   variants,
		Variables:  ownVariables,
		Concerns:   concerns,
	}
}
