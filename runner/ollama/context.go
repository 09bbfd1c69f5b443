package ollama

import (
	"context"
	"fmt"

	"dragstrip/runner/serving"
)

// fits says why the tests do not fit the context with which the model is loaded.
// told is that context, in tokens; old versions do not tell it, so it is
// 0. Ollama does not refuse longer prompts: it cuts them.
func (s *sitting) fits(ctx context.Context, told int) error {
	need := serving.TokensFor(s.r.Tests, s.r.Text)
	if told == 0 {
		told, _ = s.options["num_ctx"].(int)
		if m, err := show(ctx, s.client, s.r.Model); err == nil {
			if trained := int(m.count(m.text("general.architecture") + ".context_length")); trained > 0 {
				told = min(told, trained)
			}
		}
	}
	if told <= 0 || told >= need {
		return nil
	}
	remedy := "use a smaller prompt (-p), generation (-n) or depth (-d)"
	if s.at.context > 0 {
		remedy += ", or a larger --" + flagContext
	}
	return refused(fmt.Sprintf("the model has a context of %d tokens here, and the tests need %d", told, need), remedy)
}
