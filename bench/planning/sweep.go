package planning

import (
	"maps"
	"slices"
	"strings"

	"dragstrip/bench"
)

// Sweep gives every combination of the parameters' values, in llama-bench's
// order. If no parameter was given, it is one empty set.
func (w Wishes) Sweep() ([]bench.Params, error) {
	loadModes, err := w.loadModes()
	if err != nil {
		return nil, err
	}
	sets := []bench.Params{{}}
	for _, def := range bench.Parameters {
		given := w.Params[def.Key]
		switch {
		case def.Key == "load_mode":
			given = loadModes
		case def.Key == bench.PromptText && len(given) == 0 && w.speculates():
			given = bench.SpeculatedKinds
		}
		if len(given) == 0 {
			continue
		}
		if sets, err = widened(sets, def.Key, strings.Split(strings.Join(given, ","), ",")); err != nil {
			return nil, err
		}
		if len(sets) > bench.MaxJobs {
			return nil, mistake("that makes more than %d combinations", bench.MaxJobs)
		}
	}
	return sets, nil
}

// speculates tells whether -md has a value that turns speculation on.
func (w Wishes) speculates() bool {
	for value := range strings.SplitSeq(strings.Join(w.Params[bench.Draft], ","), ",") {
		if value = strings.TrimSpace(value); value != "" && value != bench.DraftNone {
			return true
		}
	}
	return false
}

// widened combines each set with each value of one more parameter.
func widened(sets []bench.Params, key string, values []string) ([]bench.Params, error) {
	var out []bench.Params
	for _, set := range sets {
		for _, value := range values {
			wider := maps.Clone(set)
			wider[key] = bench.NormalValue(key, strings.TrimSpace(value))
			if err := wider.Validate(); err != nil {
				return nil, Mistake{err}
			}
			out = append(out, wider)
		}
	}
	return out, nil
}

// loadModes are the load modes that were named, including those named by older
// flags.
func (w Wishes) loadModes() ([]string, error) {
	modes := slices.Clone(w.Params["load_mode"])
	for _, old := range []struct{ flag, value, on, off string }{
		{"mmp", w.Mmap, "mmap", "none"},
		{"dio", w.DirectIO, "dio", ""},
	} {
		mode := ""
		switch old.value {
		case "":
		case "0":
			mode = old.off
		case "1":
			mode = old.on
		default:
			return nil, mistake("-%s takes 0 or 1, not %q; -lm takes several modes", old.flag, old.value)
		}
		if mode != "" && !slices.Contains(modes, mode) {
			modes = append(modes, mode)
		}
	}
	return modes, nil
}
