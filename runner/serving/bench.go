package serving

import (
	"context"

	"dragstrip/runner/engine"
)

// Bench measures the tests of a request on one server.
type Bench struct {
	Server Asker
	// Model is the name under which the server knows the model.
	Model   string
	Request engine.Request
	// Count counts the tokens of a prompt without computing anything, as the
	// server counts them; nil if the server cannot do that.
	Count func(ctx context.Context, prompt string) (int, error)
	// Say writes a line of the driver.
	Say func(engine.Line) error
	// About is put into each result: backend, device, type and size of the
	// model.
	About engine.Line

	prompts *prompts
	written writer   // the prompts of a test on a text
	kept    []string // the texts at the beginning of the server's prompt caches
	// keptTokens is how many tokens of each of them the server keeps.
	keptTokens []int
	depth      int // their wanted length in tokens
	// shared is how many tokens of a new prompt came from the cache: the
	// beginning of a template is the same in every request.
	shared int
	// cold are the answers to the requests that filled the caches, until a
	// repetition reports them.
	cold []Answer
}

// Lengths of the requests before the first test, in words and tokens.
const (
	shortText, longText = 8, 40
	shortAnswer         = 8
	// shortPrompt is how many tokens go before a generation without depth.
	shortPrompt = 8
	// turns is how often a repetition is asked for if the first answers cannot
	// be used.
	turns = 3
	// mostTurns is the same for answers that only have another length. Each one
	// teaches how many tokens some words have.
	mostTurns = 12
)

// atOnce is how many requests a repetition sends at once.
func (b *Bench) atOnce() int { return max(b.Request.AtOnce, 1) }
