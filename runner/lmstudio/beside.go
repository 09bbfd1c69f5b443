package lmstudio

import (
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// beside says how a model may be measured beside what the server has in memory.
// mine is the instance that the user has loaded and that can be measured as it
// is; nil means that the model must be loaded. An error says what the user would
// lose.
func (s *sitting) beside(list []model) (mine *instance, err error) {
	var others []string
	for i := range list {
		switch m := &list[i]; {
		case !m.loaded(), m.Name == s.draft.name && m.Name != s.r.Model:
		case m.Name != s.r.Model:
			others = append(others, m.Name)
		default:
			for k := range m.Instances {
				if why := s.unlike(m.Instances[k].Config); why == "" {
					mine = &m.Instances[k]
				} else {
					err = wouldReload(m.Name, why)
				}
			}
		}
	}
	switch {
	case mine != nil:
		return mine, nil
	case s.at.evict:
		return nil, nil
	case err != nil:
		return nil, err
	case len(others) > 0:
		return nil, wouldEvict(s.r.Model, others)
	}
	return nil, nil
}

// unlike says how an instance differs from what the tests need; "" means that it
// does not. What is not told is taken to be right if nobody asked for it.
func (s *sitting) unlike(have config) string {
	want := s.with
	switch {
	case have.Context != nil && *have.Context < *want.Context:
		return fmt.Sprintf("with a context of %d tokens, and the tests need %d", *have.Context, *want.Context)
	case differ(want.Batch, have.Batch), differ(want.Flash, have.Flash), differ(want.KVOnGPU, have.KVOnGPU):
		return "with other settings than were asked for"
	}
	return ""
}

func differ[T comparable](want, have *T) bool { return want != nil && (have == nil || *want != *have) }

func wouldEvict(model string, others []string) error {
	return refused("LM Studio has loaded "+bench.CleanLine(strings.Join(others, ", "), 200)+", and may unload it to make room for "+model,
		fmt.Sprintf("unload it (lms unload), or allow that: --engine '%s=ADDRESS --%s'", Name, flagEvict))
}

func wouldReload(model, why string) error {
	return refused("LM Studio has loaded "+model+" already, "+why+": it would be unloaded and loaded again",
		fmt.Sprintf("unload it (lms unload), or allow that: --engine '%s=ADDRESS --%s'", Name, flagEvict))
}

func refused(reason, remedy string) error {
	return engine.DriverError{Stage: engine.StageLoad, Code: bench.FailServer, Reason: reason, Remedy: remedy}
}
