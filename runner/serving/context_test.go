package serving

import (
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// A text goes before each generation, and takes room in the context, too.
func TestTheContextHoldsTheTextBeforeAGeneration(t *testing.T) {
	for _, c := range []struct {
		test bench.Test
		text string
		want int
	}{
		{bench.Test{Prompt: 512}, "", 512},
		{bench.Test{Prompt: 512}, "code", 512},
		{bench.Test{Generation: 128, Depth: 1024}, "", 1152},
		{bench.Test{Generation: 128, Depth: 1024}, "code", 1152 + bench.TextPrompt},
	} {
		if got := TokensFor([]bench.Test{{Prompt: 16}, c.test}, c.text); got != c.want {
			t.Errorf("%s of %q: %d, want %d", c.test, c.text, got, c.want)
		}
	}
	job := &bench.Job{Params: bench.Params{bench.PromptText: "code"}}
	work := []engine.Work{{Job: job, Test: bench.Test{Generation: 128}}}
	if one, two := ContextFor(work, 1), ContextFor(work, 2); one != 1024 || two != 2048 {
		t.Errorf("%d and %d", one, two)
	}
}
