package tui

import (
	"fmt"

	"dragstrip/bench"
)

// beyondContext says, by flag, where a plan asks for more tokens than a model
// was made for. Engines refuse that, or measure something that nobody uses.
func beyondContext(p *bench.Plan, chosen []Model) map[string]string {
	most := map[string]Model{}
	for _, m := range chosen {
		if m.ContextTokens > 0 {
			most[m.Path] = m
		}
	}
	refused := map[string]string{}
	for i := range p.Jobs {
		m, known := most[p.Jobs[i].Model.Path]
		if !known {
			continue
		}
		for _, t := range p.Jobs[i].Tests {
			if int64(t.Context()) > m.ContextTokens {
				refused[lengthFlag(t)] = fmt.Sprintf("%s needs %d tokens of context, and %s was trained for %d", t, t.Context(), bench.Clean(m.Label()), m.ContextTokens)
			}
		}
	}
	return refused
}

// lengthFlag is the flag of the field that makes a test long.
func lengthFlag(t bench.Test) string {
	switch {
	case t.Depth > 0:
		return "d"
	case t.Prompt > 0 && t.Generation > 0:
		return "pg"
	case t.Prompt > 0:
		return "p"
	}
	return "n"
}
