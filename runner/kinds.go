package runner

import (
	"fmt"
	"slices"
	"sync"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/llama"
	"dragstrip/runner/lmstudio"
	"dragstrip/runner/mlx"
	"dragstrip/runner/ollama"
	"dragstrip/runner/openai"
)

// Kinds is a table of engines, in the order in which they are offered.
type Kinds []*engine.Kind

// Known lists the engines that this program drives. To add an engine, add a
// folder that defines its Kind, and a line here.
func Known() Kinds {
	return Kinds{
		llama.Kind(),
		llama.ServerKind(),
		mlx.Kind(),
		mlx.BenchmarkKind(),
		mlx.ServerKind(),
		ollama.Kind(),
		lmstudio.Kind(),
		openai.Kind(),
	}
}

// Kind finds a kind by its name. The field Engine of a build holds this name.
func (k Kinds) Kind(name string) (*engine.Kind, bool) {
	at := slices.IndexFunc(k, func(kind *engine.Kind) bool { return kind.Name == name })
	if at < 0 {
		return nil, false
	}
	return k[at], true
}

// First returns the kind that is used if the user named none. It returns nil if
// the table is empty.
func (k Kinds) First() *engine.Kind {
	if len(k) == 0 {
		return nil
	}
	return k[0]
}

// Unasked lists the kinds that may be used if the user named no engine. A server
// is measured only if the user names its address.
func (k Kinds) Unasked() (kinds Kinds) {
	for _, kind := range k {
		if kind.Of == "" && !kind.NeedsAddress() {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// Adapters returns a function that gives the adapter of an engine. The function
// makes each adapter at the first call for it. Several goroutines may call it.
func (k Kinds) Adapters(f engine.Folders) func(name string) (engine.Adapter, error) {
	var mu sync.Mutex
	made := map[string]engine.Adapter{}
	return func(name string) (engine.Adapter, error) {
		kind, ok := k.Kind(name)
		if !ok {
			return nil, unknownEngine(name)
		}
		mu.Lock()
		defer mu.Unlock()
		if made[name] == nil {
			made[name] = kind.Adapter(f)
		}
		return made[name], nil
	}
}

func unknownEngine(name string) error {
	return fmt.Errorf("this version of dragstrip does not know the engine %q", name)
}

// Named finds a kind by its name or one of its aliases.
func (k Kinds) Named(word string) (*engine.Kind, bool) {
	for _, kind := range k {
		if kind.Name == word || slices.Contains(kind.Aliases, word) {
			return kind, true
		}
	}
	return nil, false
}

// Stamp gives a build the traits of its kind. It is called before the build is
// probed, because the probe may change the traits.
func (k Kinds) Stamp(b bench.EngineBuild) bench.EngineBuild {
	if kind, known := k.Kind(b.Engine); known {
		b.Traits = kind.Traits
	}
	return b
}

// Reading lists the kinds that can read a model. The kinds that Unasked lists
// come first.
func (k Kinds) Reading(m bench.Model) Kinds {
	var first, asked Kinds
	for _, kind := range k {
		switch {
		case !kind.Traits.Reads(m):
		case kind.Of == "" && !kind.NeedsAddress():
			first = append(first, kind)
		default:
			asked = append(asked, kind)
		}
	}
	return append(first, asked...)
}

// Obtainable lists the kinds that setup can install.
func (k Kinds) Obtainable() Kinds {
	return slices.DeleteFunc(slices.Clone(k), func(kind *engine.Kind) bool { return kind.Setup == nil })
}

// Searched lists the kinds whose builds dragstrip looks for. Addressed lists those
// that a user may name by an address; some of them are searched for, too.
func (k Kinds) Searched() Kinds {
	return slices.DeleteFunc(slices.Clone(k), (*engine.Kind).NeedsAddress)
}

// Addressed lists the kinds that a user may name by an address.
func (k Kinds) Addressed() Kinds {
	return slices.DeleteFunc(slices.Clone(k), func(kind *engine.Kind) bool { return kind.Addressed == "" })
}

// Names lists the kinds' names, in the order of the table.
func (k Kinds) Names() []string {
	var names []string
	for _, kind := range k {
		names = append(names, kind.Name)
	}
	return names
}

// IsBeside tells whether a build is a server that lies beside a build of another
// engine.
func (k Kinds) IsBeside(b bench.EngineBuild) bool {
	kind, known := k.Kind(b.Engine)
	return known && kind.IsServerBeside()
}
