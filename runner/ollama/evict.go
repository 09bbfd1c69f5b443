package ollama

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// beside says how a model may be loaded beside what a server has in memory.
// asLoaded is true if the user has loaded the model itself, and it can be
// measured as it is. An error says what the user would lose.
func (s *sitting) beside(have []held) (asLoaded bool, err error) {
	if s.at.evict || len(have) == 0 {
		return false, nil
	}
	if others := slices.DeleteFunc(slices.Clone(have), func(h held) bool { return h.Name == s.r.Model }); len(others) > 0 {
		return false, s.wouldEvict(others)
	}
	// A name that was made anew while its old model is in memory is there twice.
	needed, _ := s.options["num_ctx"].(int)
	if len(have) == 1 && len(s.options) == 1 && s.at.context == 0 && have[0].Context >= needed {
		s.options["num_ctx"] = have[0].Context // with another one, or none, the server would load it again
		return true, nil
	}
	return false, s.wouldReload(have[0], needed)
}

func (s *sitting) wouldEvict(others []held) error {
	var names []string
	for _, h := range others {
		names = append(names, h.Name+" ("+bench.FormatBytes(h.Size)+")")
	}
	return refused("the server has loaded "+bench.CleanLine(strings.Join(names, ", "), 200)+", and may unload it to make room for "+s.r.Model,
		s.unloading(others[0].Name))
}

func (s *sitting) wouldReload(h held, needed int) error {
	why := "with other settings than were asked for"
	switch {
	case h.Context == 0:
		why = "and does not tell with which context"
	case h.Context < needed:
		why = fmt.Sprintf("with a context of %d tokens, and the tests need %d", h.Context, needed)
	}
	return refused("the server has loaded "+h.Name+" already, "+why+": it would be unloaded and loaded again",
		s.unloading(h.Name))
}

// unloading says how a model is unloaded. It names the server, because the
// program asks another one if nobody tells it.
func (s *sitting) unloading(model string) string {
	return fmt.Sprintf("unload it (where the server is: %s stop %s), or allow that: --engine '%s=%s --%s'", program, model, Name, s.at.url, flagEvict)
}

func refused(reason, remedy string) error {
	return engine.DriverError{Stage: engine.StageLoad, Code: bench.FailServer, Reason: reason, Remedy: remedy}
}
