package runner

import (
	"fmt"
	"slices"
	"sync"

	"dragstrip/bench"
	"dragstrip/runner/engine"
	"dragstrip/runner/llama"
	"dragstrip/runner/mlx"
)

// Kinds is a table of engines, in the order in which they are offered.
type Kinds []*engine.Kind

// Known are the engines that this program drives. A new engine is a folder
// that says its Kind, and a line here.
func Known() Kinds {
	return Kinds{
		llama.Kind(),
		mlx.Kind(),
		mlx.BenchmarkKind(),
	}
}

// Kind finds a kind by the name that builds of it carry.
func (k Kinds) Kind(name string) (*engine.Kind, bool) {
	at := slices.IndexFunc(k, func(kind *engine.Kind) bool { return kind.Name == name })
	if at < 0 {
		return nil, false
	}
	return k[at], true
}

// First is the kind that is meant where none is named, or nil.
func (k Kinds) First() *engine.Kind {
	if len(k) == 0 {
		return nil
	}
	return k[0]
}

// Unasked are the kinds that may be chosen where none was named.
func (k Kinds) Unasked() (kinds Kinds) {
	for _, kind := range k {
		if kind.Of == "" {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// Adapters gives the adapter of each engine, made when it is first asked for.
// It may be used by several goroutines.
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
	return fmt.Errorf("this version of dragstrip cannot drive the engine %q", name)
}

// Named finds a kind by its name or another word for it.
func (k Kinds) Named(word string) (*engine.Kind, bool) {
	for _, kind := range k {
		if kind.Name == word || slices.Contains(kind.Aliases, word) {
			return kind, true
		}
	}
	return nil, false
}

// Stamp gives a build the traits of its kind. It is done where a build is found,
// before it is probed: what the probe finds out may change them.
func (k Kinds) Stamp(b bench.EngineBuild) bench.EngineBuild {
	if kind, known := k.Kind(b.Engine); known {
		b.Traits = kind.Traits
	}
	return b
}

// Reading are the kinds that take a model, those that are chosen unasked
// first.
func (k Kinds) Reading(m bench.Model) Kinds {
	var first, asked Kinds
	for _, kind := range k {
		switch {
		case !kind.Traits.Reads(m):
		case kind.Of == "":
			first = append(first, kind)
		default:
			asked = append(asked, kind)
		}
	}
	return append(first, asked...)
}

// Obtainable are the kinds that setup can get.
func (k Kinds) Obtainable() Kinds {
	return slices.DeleteFunc(slices.Clone(k), func(kind *engine.Kind) bool { return kind.Setup == nil })
}

// Names are the kinds' own, in the order of the table.
func (k Kinds) Names() []string {
	var names []string
	for _, kind := range k {
		names = append(names, kind.Name)
	}
	return names
}
