package runner

import (
	"slices"

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

// Named finds a kind by its name or another word for it.
func (k Kinds) Named(word string) (*engine.Kind, bool) {
	for _, kind := range k {
		if kind.Name == word {
			return kind, true
		}
		for _, other := range kind.Aliases {
			if other == word {
				return kind, true
			}
		}
	}
	return nil, false
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
