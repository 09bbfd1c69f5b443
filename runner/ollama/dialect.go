package ollama

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"strings"
	"time"

	"dragstrip/runner/serving"
)

// answer is one line of an answer. Times are in nanoseconds.
type answer struct {
	Response, Thinking string
	Done               bool
	DoneReason         string          `json:"done_reason"`
	LoadNS             int64           `json:"load_duration"`
	Prompt             int             `json:"prompt_eval_count"`
	PromptNS           int64           `json:"prompt_eval_duration"`
	Tokens             int             `json:"eval_count"`
	NS                 int64           `json:"eval_duration"`
	Error              json.RawMessage `json:"error"`
}

// dialect writes requests with these options. The choice of words must not
// depend on chance, and nothing of the model's own settings may cut the answer.
func (s *sitting) dialect() *serving.Dialect {
	return &serving.Dialect{
		Path: "/api/generate", Lines: true, Read: read,
		Fields: func(model string, w serving.Wish) map[string]any {
			options := map[string]any{"num_predict": w.Tokens, "temperature": 0, "seed": 1, "repeat_penalty": 1, "stop": []string{}}
			maps.Copy(options, s.options)
			fields := map[string]any{"model": model, "prompt": w.Prompt, "stream": true, "options": options}
			if !s.at.template {
				fields["raw"] = true
			}
			if s.keep != nil {
				fields["keep_alive"] = s.keep
			}
			return fields
		},
	}
}

// read reads one line.
func read(text []byte) (p serving.Piece, ok bool) {
	var a answer
	if json.Unmarshal(text, &a) != nil {
		return p, false
	}
	p = serving.Piece{Text: a.Response, Thought: a.Thinking, Failed: len(a.Error) > 0 && string(a.Error) != "null"}
	if !a.Done {
		return p, true
	}
	p.Finish = cmp.Or(a.DoneReason, "stop")
	// The last line comes right after the last token, also if that one has no
	// text, such as the end token.
	p.SoFar, p.Tokens, p.Counted = a.Tokens, a.Tokens, true
	p.PromptTokens, p.Load = a.Prompt, time.Duration(a.LoadNS)
	p.PromptTPS, p.TPS = rate(a.Prompt, a.PromptNS), rate(a.Tokens, a.NS)
	return p, true
}

// rate is what `ollama run --verbose` prints as eval rate.
func rate(tokens int, ns int64) float64 {
	if tokens <= 0 || ns <= 0 {
		return 0
	}
	return float64(tokens) * 1e9 / float64(ns)
}

// asker asks a server, and judges its prompt cache by the count of the prompt.
type asker struct{ *serving.Client }

// Ask sends one request. Old versions count only those tokens of a prompt that
// were not in the cache. A prompt has no fewer tokens than words, so a lower
// count shows the cache. Newer versions count all of them, and then the cache is
// not known.
func (a asker) Ask(ctx context.Context, model string, w serving.Wish) (serving.Answer, error) {
	got, err := a.Client.Ask(ctx, model, w)
	if err != nil {
		return got, err
	}
	if w.Reuse {
		got.PromptTPS = 0 // it may count tokens that nobody computed
	}
	if words := len(strings.Fields(w.Prompt)); got.PromptTokens < words {
		got.CachedTokens, got.CacheTold = words-got.PromptTokens, true
		got.PromptTokens = words
	}
	return got, nil
}
