package bench

import "fmt"

// BeyondContext finds the tests of a plan that need more tokens than their
// model was made for. It gives a sentence for each flag that asks for such a
// test. Engines refuse such tests, or measure something that nobody uses. most
// has for each model's path how many tokens the model was trained for.
func (p *Plan) BeyondContext(most map[string]int64) map[string]string {
	refused := map[string]string{}
	for _, j := range p.Jobs {
		trained := most[j.Model.Path]
		for _, t := range j.Tests {
			if trained > 0 && int64(t.Context()) > trained {
				refused[t.lengthFlag()] = fmt.Sprintf("%s needs %d tokens of context, and %s was trained for %d", t, t.Context(), Clean(j.Model.Label()), trained)
			}
		}
	}
	return refused
}

// lengthFlag is the flag that makes a test long.
func (t Test) lengthFlag() string {
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
