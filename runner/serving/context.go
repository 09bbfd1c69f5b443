package serving

import (
	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Spare is the room in the context: prompts are a little longer than asked for
// until their length is aligned, and a model's template needs room.
var Spare = bench.ContextSpare{Share: 8, Tokens: 512}

// TokensFor is how many tokens the longest of tests needs in the context. text is
// what prompts are made of (see bench.PromptText).
func TokensFor(tests []bench.Test, text string) (most int) {
	for _, t := range tests {
		most = max(most, t.ContextOn(text))
	}
	return most
}

// ContextFor is the length of the context, in tokens, with which a server should
// load its model for the tests of a start, and for so many requests at once.
func ContextFor(work []engine.Work, requests int) int {
	var tests []bench.Test
	for _, w := range work {
		tests = append(tests, w.Test)
	}
	most := TokensFor(tests, work[0].Job.Params[bench.PromptText])
	return Spare.Length(most, 0) * requests
}
