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
	at := slices.IndexFunc(have, func(h held) bool { return h.Name == s.r.Model })
	if len(have) > 1 || at < 0 {
		others := slices.DeleteFunc(slices.Clone(have), func(h held) bool { return h.Name == s.r.Model })
		return false, wouldEvict(s.r.Model, others)
	}
	needed, _ := s.options["num_ctx"].(int)
	if len(s.options) == 1 && s.at.context == 0 && have[at].Context >= needed {
		return true, nil
	}
	return false, wouldReload(have[at], needed)
}

func wouldEvict(model string, others []held) error {
	var names []string
	for _, h := range others {
		names = append(names, h.Name+" ("+bench.FormatBytes(h.Size)+")")
	}
	return refused("the server has loaded "+bench.CleanLine(strings.Join(names, ", "), 200)+", and may unload it to make room for "+model,
		fmt.Sprintf("unload it (%s stop %s), or allow that: --engine '%s --%s'", program, others[0].Name, Name, flagEvict))
}

func wouldReload(h held, needed int) error {
	why := "with other settings than were asked for"
	if h.Context > 0 && h.Context < needed {
		why = fmt.Sprintf("with a context of %d tokens, and the tests need %d", h.Context, needed)
	}
	return refused("the server has loaded "+h.Name+" already, "+why+": it would be unloaded and loaded again",
		fmt.Sprintf("unload it (%s stop %s), or allow that: --engine '%s --%s'", program, h.Name, Name, flagEvict))
}

func refused(reason, remedy string) error {
	return engine.DriverError{Stage: engine.StageLoad, Code: bench.FailServer, Reason: reason, Remedy: remedy}
}
