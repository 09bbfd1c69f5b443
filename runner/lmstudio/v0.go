package lmstudio

import (
	"context"
	"encoding/json"

	"dragstrip/runner/serving"
)

// stats are what v0 adds to an answer in OpenAI's form.
type stats struct {
	Stats struct {
		TPS        float64 `json:"tokens_per_second"`
		FirstToken float64 `json:"time_to_first_token"`
		drafts
	}
	Usage struct {
		Prompt int `json:"prompt_tokens"`
		drafts
	}
	Info struct {
		Context int `json:"context_length"`
	} `json:"model_info"`
	Runtime struct{ Name, Version string }
}

// drafts are the counts of speculation. Some builds tell them in stats, some in
// usage.
type drafts struct {
	Proposed int `json:"total_draft_tokens_count"`
	Accepted int `json:"accepted_draft_tokens_count"`
}

// idleSeconds is how long a model that dragstrip had loaded stays loaded after its
// last request. v0 cannot unload one.
const idleSeconds = 60

// completions is how v0 is asked. The server loads the model with the first
// request; idle is how many seconds it then keeps it, and 0 leaves that to the
// server.
func completions(idle int) *serving.Dialect {
	return &serving.Dialect{
		Path: "/api/v0/completions",
		Fields: func(model string, w serving.Wish) map[string]any {
			fields := map[string]any{
				"model": model, "prompt": w.Prompt, "max_tokens": w.Tokens, "stream": true, "temperature": 0,
				"stream_options": map[string]any{"include_usage": true},
			}
			if idle > 0 {
				fields["ttl"] = idle
			}
			return fields
		},
		Read: func(text []byte) (serving.Piece, bool) {
			p, ok := serving.ReadCommon(text)
			var s stats
			if !ok || json.Unmarshal(text, &s) != nil {
				return p, ok
			}
			for _, d := range []drafts{s.Stats.drafts, s.Usage.drafts} {
				if d.Proposed > 0 {
					p.DraftTokens, p.AcceptedTokens = d.Proposed, d.Accepted
				}
			}
			if s.Stats.TPS > 0 {
				p.TPS = s.Stats.TPS
				if s.Stats.FirstToken > 0 {
					p.PromptTPS = float64(s.Usage.Prompt) / s.Stats.FirstToken
				}
			}
			return p, true
		},
	}
}

// about asks for one token, not streamed: only such an answer of v0 tells the
// runtime. Servers of v1 answer it, too. An empty answer means that it is not
// told.
func (s *server) about(ctx context.Context, model string) (of stats) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	body, err := s.Post(ctx, "/api/v0/completions", map[string]any{"model": model, "prompt": "a", "max_tokens": 1, "temperature": 0, "stream": false})
	if err == nil {
		_ = json.Unmarshal(body, &of)
	}
	return of
}
