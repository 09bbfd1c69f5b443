package tui

import (
	"cmp"
	"fmt"
	"slices"

	"dragstrip/bench"
)

// sameOnOther lists the other engine's copies of a model. It lists nothing
// until the search has ended.
func (s *modelsScreen) sameOnOther(m Model) []Model {
	if s.Models.SameModel == nil || !s.modelsKnown {
		return nil
	}
	var others []Model
	for _, path := range s.Models.SameModel(m.Path) {
		if i := slices.IndexFunc(s.models, func(o Model) bool { return o.Path == path }); i >= 0 {
			others = append(others, s.models[i])
		}
	}
	return others
}

// pairFacts names the other engine's copies of a model.
func (s *modelsScreen) pairFacts(m Model) [][2]string {
	var facts [][2]string
	for _, o := range s.sameOnOther(m) {
		facts = append(facts, [2]string{"pair", "the same model on both engines" + otherSize(m, o) + ": " + bench.Clean(o.Label()) + " (" + o.Engine + "), " + bench.Clean(o.Path)})
	}
	return facts
}

// markBoth marks a model and the other engine's copy. If there are several
// copies, it takes the copy that is nearest in size, because then both engines
// read about the same amount from memory.
func (s *modelsScreen) markBoth(m Model) action {
	others := s.sameOnOther(m)
	if len(others) == 0 {
		return said("only one engine has this model")
	}
	nearest := slices.MinFunc(others, func(a, b Model) int {
		return cmp.Compare(distance(a, m), distance(b, m))
	})
	for _, one := range []Model{m, nearest} {
		if s.refused(one) != "" {
			return bad(bench.Clean(one.Label() + ": " + s.refused(one)))
		}
	}
	return several{mark{[]string{m.Key(), nearest.Key()}, true}, said("marked on both engines: " + bench.Clean(m.Label()) + " and " + bench.Clean(nearest.Label()) + otherSize(m, nearest))}
}

// likeSize is how many times as large the larger of two copies may be. The names
// of quantizations differ between engines, so their sizes are compared: 4bit and
// Q4_K_M are alike, 4bit and Q8_0 are not.
const likeSize = 1.2

// otherSize says that a copy has far more or far fewer bits than the model. One
// of the two is then faster for that reason alone.
func otherSize(m, copied Model) string {
	if m.SizeBytes <= 0 || copied.SizeBytes <= 0 {
		return ""
	}
	switch times := float64(copied.SizeBytes) / float64(m.SizeBytes); {
	case times > likeSize:
		return fmt.Sprintf(", but %.1f times as large", times)
	case times < 1/likeSize:
		return fmt.Sprintf(", but %.0f %% of its size", 100*times)
	}
	return ""
}

func distance(a, b Model) int64 { return max(a.SizeBytes-b.SizeBytes, b.SizeBytes-a.SizeBytes) }
