package planning

import (
	"maps"
	"slices"

	"dragstrip/bench"
)

// engineSet is a set of parameters as an engine takes it.
type engineSet struct {
	params bench.Params
	left   []string // flags that the engine does not support
}

// setsFor gives the sets that differ for an engine. If it does not support the
// swept parameter, one set stands for the whole sweep.
func setsFor(b bench.EngineBuild, sets []bench.Params) []engineSet {
	var out []engineSet
	for _, set := range sets {
		kept, left := set.For(b.Traits)
		out = merged(out, engineSet{kept, left})
	}
	return out
}

// merged adds a set to a list. If the list has a set with the same parameters,
// it only adds the flags that were left out.
func merged(sets []engineSet, one engineSet) []engineSet {
	at := slices.IndexFunc(sets, func(s engineSet) bool { return s.params.String() == one.params.String() })
	if at < 0 {
		sets, at = append(sets, engineSet{params: one.params}), len(sets)
	}
	for _, flag := range one.left {
		if !slices.Contains(sets[at].left, flag) {
			sets[at].left = append(sets[at].left, flag)
		}
	}
	return sets
}

// with is the set with the given devices; "" leaves the choice to the engine.
func (s engineSet) with(devices string) engineSet {
	if s.params["devices"] == devices {
		return s
	}
	s.params = maps.Clone(s.params)
	delete(s.params, "devices")
	if devices != "" {
		s.params["devices"] = devices
	}
	return s
}
