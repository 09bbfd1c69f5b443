package bench

import (
	"strings"
	"testing"
)

// TestAnotherLengthIsNamed: a prompt that is more than 1 % off, or two tokens, is
// a warning with its length.
func TestAnotherLengthIsNamed(t *testing.T) {
	prefill, turn := Test{Prompt: 64}, Test{Prompt: 64, Generation: 8}
	for _, c := range []struct {
		test Test
		x    []Exchange
		want string // "" means no warning
	}{
		{prefill, []Exchange{{PromptTokens: 64, TimedTokens: 64}, {PromptTokens: 66, TimedTokens: 66}}, ""},
		{prefill, []Exchange{{PromptTokens: 60, TimedTokens: 60}, {PromptTokens: 60, TimedTokens: 60}}, "had 60 tokens in place of 64, because"},
		{prefill, []Exchange{{PromptTokens: 64, TimedTokens: 64}, {PromptTokens: 70, TimedTokens: 70}}, "had 64 to 70 tokens"},
		{prefill, []Exchange{{TimedTokens: 64}}, ""},
		{prefill, []Exchange{{PromptTokens: 64, TimedTokens: 124, Streams: []Stream{{TimedTokens: 64}, {TimedTokens: 60}}}}, "had 60 to 64 tokens"},
		{Test{Prompt: 64, Depth: 64}, []Exchange{{PromptTokens: 134, CachedTokens: 64, TimedTokens: 70, Cache: CachePartial}}, "had 70 tokens"},
		{Test{Prompt: 64, Depth: 64}, []Exchange{{PromptTokens: 134, TimedTokens: 64, Cache: CacheUnknown}}, ""},
		{turn, []Exchange{{PromptTokens: 70, TimedTokens: 78}}, "had 70 tokens"},
		{turn, []Exchange{{PromptTokens: 64, TimedTokens: 68}}, ""}, // the answer ended early
		{Test{Generation: 8}, []Exchange{{PromptTokens: 20, TimedTokens: 8}}, ""},
	} {
		w, found := otherLength(nil, nil, &TestState{Test: c.test, Results: []Result{{Exchanges: c.x}}})
		if found != (c.want != "") || !strings.Contains(w.Text, c.want) || found && w.Code != "prompt_length" {
			t.Errorf("%s, %+v: %q, want %q", c.test, c.x, w.Text, c.want)
		}
	}
}
