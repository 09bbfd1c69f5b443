package bench

import (
	"fmt"
	"math"
)

// NearPrompt is how far a prompt may be from its wanted length, as a share of
// it, without a word about it.
const NearPrompt = 0.01

// leastForTwo is the shortest prompt in which two tokens do not matter: the
// sample is scaled, and the time for one token hardly depends on the length.
const leastForTwo = 32

// PromptOff is how far a prompt is from its wanted length, as a share of it.
func PromptOff(wanted, counted int) float64 {
	off := counted - wanted
	if off >= -2 && off <= 2 && wanted >= leastForTwo {
		return 0
	}
	return math.Abs(float64(off)) / float64(max(wanted, 1))
}

// otherLength finds a test whose prompts had another length than was asked for.
// It happens with servers whose words have many tokens, or that add a long
// template.
func otherLength(_ *Session, _ *JobState, t *TestState) (Warning, bool) {
	least, most, far := math.MaxInt, 0, false
	for _, x := range t.Exchanges() {
		for _, n := range x.promptsOf(t.Test) {
			least, most = min(least, n), max(most, n)
			far = far || PromptOff(t.Test.Prompt, n) > NearPrompt
		}
	}
	if !far {
		return Warning{}, false
	}
	length := fmt.Sprint(least)
	if most > least {
		length = fmt.Sprintf("%d to %d", least, most)
	}
	return doubted("prompt_length", fmt.Sprintf("by the server's own count, the prompts had %s tokens in place of %d, because no nearer length was found; the times are scaled", length, t.Test.Prompt)), true
}

// promptsOf are the lengths of the prompts that were timed, without what the
// server kept. It is empty if the server did not tell.
func (x Exchange) promptsOf(t Test) []int {
	switch {
	case t.Prompt == 0 || x.PromptTokens == 0 || t.Depth > 0 && x.Cache == CacheUnknown:
		return nil
	case !t.IsPrefill():
		return []int{x.PromptTokens - x.CachedTokens}
	case len(x.Streams) == 0:
		return []int{x.TimedTokens}
	}
	var out []int
	for _, s := range x.Streams {
		out = append(out, s.TimedTokens)
	}
	return out
}
