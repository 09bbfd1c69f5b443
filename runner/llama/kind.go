package llama

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Name is what plans and journals call llama.cpp.
const Name = "llama.cpp"

// Kind is all that is known of llama.cpp.
func Kind() *engine.Kind {
	return &engine.Kind{
		Name: Name, Short: "llama", Aliases: []string{"llama-bench"},
		AnyProgram: true,
		Traits:     bench.Traits{Formats: []string{"gguf"}},
		Finder:     finder{},
		Better:     better,
		Adapter:    func(engine.Folders) engine.Adapter { return New() },
		Setup:      setup(),
	}
}
