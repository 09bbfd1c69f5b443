package bench

// ContextSpare is the room that an engine's context gets beyond the tokens of its
// tests. A server must know the length of its context before it starts, and
// prompts are a little longer than asked for until their length is aligned. The
// zero value is for engines whose contexts are as long as a test needs.
type ContextSpare struct {
	// Share is the room as one part in so many of the test's tokens.
	Share int `json:"share,omitempty"`
	// Tokens is further room, in tokens.
	Tokens int `json:"tokens,omitempty"`
	// Batch says that the context also holds the largest batch that was asked for.
	Batch bool `json:"batch,omitempty"`
	// Chosen is the length in tokens that the user chose for all contexts; 0 means
	// none.
	Chosen int `json:"chosen,omitempty"`
}

// contextStep is the step in which engines make contexts longer, in tokens.
const contextStep = 256

// Length is how long the context of one request is, in tokens. tokens are what the
// longest test needs, and batch is the largest batch that was asked for, or 0.
func (s ContextSpare) Length(tokens, batch int) int {
	switch {
	case s.Chosen > 0:
		return min(s.Chosen, MaxTokens)
	case s == ContextSpare{}:
		return tokens
	case s.Share > 0:
		tokens += tokens / s.Share
	}
	tokens += min(max(s.Tokens, 0), MaxTokens)
	if s.Batch {
		tokens = max(tokens, batch)
	}
	return (tokens + contextStep - 1) / contextStep * contextStep
}
