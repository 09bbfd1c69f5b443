package serving

import (
	"encoding/json"
	"strings"
	"time"
)

// Piece is one event of an answer. A count of 0 was not told.
type Piece struct {
	// Text is the answer's own text, and Thought that of the reasoning before it.
	Text, Thought string
	// Finish is why the answer ended, in the server's words. The piece that has it
	// ends the answer.
	Finish string
	// Failed says that the event is an error that the server reports.
	Failed bool
	// SoFar is how many tokens of the answer have come.
	SoFar int
	// PromptTokens, CachedTokens and Tokens are the server's counts of the prompt,
	// of what it took from its prompt cache, and of the answer.
	PromptTokens, CachedTokens, Tokens int
	// CacheTold and Counted say whether CachedTokens and Tokens were told.
	CacheTold, Counted bool
	// PromptTPS and TPS are speeds as the server states them.
	PromptTPS, TPS float64
	// DraftTokens is how many tokens were proposed by speculation, and
	// AcceptedTokens how many of them the model accepted.
	DraftTokens, AcceptedTokens int
	// Load is how long the server says it took to load the model; 0 if it does not
	// tell.
	Load time.Duration
	// InPrompt says that the event is only a sign of life while the server reads
	// the prompt; Processed is how many tokens it has read.
	// Fraction is the same for servers that tell a share of the prompt, 0 to 1.
	InPrompt  bool
	Processed int
	Fraction  float64
}

// piece is one event of an answer in OpenAI's form, of completions or chat. Servers add keys of their
// own; those that several servers share are read, too.
type piece struct {
	Choices []struct {
		Text  string `json:"text"`
		Delta struct {
			Content          string `json:"content"`
			ReasoningContent string `json:"reasoning_content"`
			Reasoning        string `json:"reasoning"`
		} `json:"delta"`
		FinishReason string `json:"finish_reason"`
	} `json:"choices"`
	Usage *struct {
		Prompt     int `json:"prompt_tokens"`
		Completion int `json:"completion_tokens"`
		Details    *struct {
			Cached *int `json:"cached_tokens"`
		} `json:"prompt_tokens_details"`
	} `json:"usage"`
	Timings *struct {
		Cached       *int    `json:"cache_n"`
		Prompt       int     `json:"prompt_n"`
		Predicted    int     `json:"predicted_n"`
		PromptTPS    float64 `json:"prompt_per_second"`
		PredictedTPS float64 `json:"predicted_per_second"`
		Drafted      int     `json:"draft_n"`
		Accepted     int     `json:"draft_n_accepted"`
	} `json:"timings"`
	Progress *struct {
		Processed int `json:"processed"`
	} `json:"prompt_progress"`
	Error json.RawMessage `json:"error"`
}

// said gives the answer's own text, and that of the reasoning before it.
func (p *piece) said() (text, thought string) {
	for _, c := range p.Choices {
		text += c.Text + c.Delta.Content
		thought += c.Delta.ReasoningContent + c.Delta.Reasoning
	}
	return text, thought
}

// ReadCommon reads an event in OpenAI's form. It is the Read of a Dialect that adds
// something to that form.
func ReadCommon(text []byte) (Piece, bool) {
	var p piece
	if json.Unmarshal(text, &p) != nil {
		return Piece{}, false
	}
	out := Piece{Finish: p.finished(), Failed: len(p.Error) > 0 && string(p.Error) != "null", InPrompt: p.Progress != nil}
	out.Text, out.Thought = p.said()
	if p.Progress != nil {
		out.Processed = p.Progress.Processed
	}
	if t := p.Timings; t != nil {
		out.SoFar, out.Tokens, out.Counted = t.Predicted, t.Predicted, true
		out.PromptTPS, out.TPS = t.PromptTPS, t.PredictedTPS
		out.DraftTokens, out.AcceptedTokens = t.Drafted, t.Accepted
		if t.Cached != nil {
			out.CachedTokens, out.CacheTold = *t.Cached, true
			out.PromptTokens = t.Prompt + *t.Cached
		}
	}
	if u := p.Usage; u != nil {
		out.PromptTokens, out.Tokens, out.Counted = u.Prompt, u.Completion, true
		if u.Details != nil && u.Details.Cached != nil {
			out.CachedTokens, out.CacheTold = *u.Details.Cached, true
		}
	}
	return out, true
}

// finished is why the answer ended, if this piece says so.
func (p *piece) finished() string {
	for _, c := range p.Choices {
		if c.FinishReason != "" {
			return c.FinishReason
		}
	}
	return ""
}

// errorText finds the words of an error in what servers send: an object with a
// message, a text, or an object within an object.
func errorText(body []byte) string {
	var outer struct {
		Error   json.RawMessage `json:"error"`
		Message string          `json:"message"`
		Detail  json.RawMessage `json:"detail"`
	}
	if json.Unmarshal(body, &outer) != nil {
		return ""
	}
	for _, raw := range []json.RawMessage{outer.Error, outer.Detail} {
		var text string
		if json.Unmarshal(raw, &text) == nil && text != "" {
			return text
		}
		if inner := errorText(raw); inner != "" {
			return inner
		}
	}
	return strings.TrimSpace(outer.Message)
}
