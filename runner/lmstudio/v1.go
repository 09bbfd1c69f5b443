package lmstudio

import (
	"encoding/json"
	"time"

	"dragstrip/runner/serving"
)

// event is one event of an answer of v1. The kind is also in the line before it,
// but the data hold it, too.
type event struct {
	Type, Content string
	Progress      float64
	Seconds       float64 `json:"load_time_seconds"`
	Instance      string  `json:"model_instance_id"`
	Result        struct {
		Instance string `json:"model_instance_id"`
		Stats    struct {
			Input       int     `json:"input_tokens"`
			Output      int     `json:"total_output_tokens"`
			TPS         float64 `json:"tokens_per_second"`
			FirstToken  float64 `json:"time_to_first_token_seconds"`
			LoadSeconds float64 `json:"model_load_time_seconds"`
		}
	}
}

// chat is how v1 is asked. length is the context with which a model is loaded by
// a request; 0 if it is loaded already. loading makes the progress of the loading
// the progress of the answer.
func chat(length int, loading bool) *serving.Dialect {
	return &serving.Dialect{
		Path: "/api/v1/chat",
		Fields: func(model string, w serving.Wish) map[string]any {
			fields := map[string]any{
				"model": model, "input": w.Prompt, "stream": true, "temperature": 0, "repeat_penalty": 1, "max_output_tokens": w.Tokens, "store": false,
			}
			if length > 0 {
				fields["context_length"] = length
			}
			return fields
		},
		Read: func(text []byte) (serving.Piece, bool) { return readV1(text, loading) },
	}
}

func readV1(text []byte, loading bool) (p serving.Piece, ok bool) {
	var e event
	if json.Unmarshal(text, &e) != nil {
		return p, false
	}
	switch e.Type {
	case "chat.start", "model_load.start", "prompt_processing.start", "prompt_processing.end":
		p.InPrompt = true
	case "model_load.progress":
		p.InPrompt = true
		if loading {
			p.Fraction = e.Progress
		}
	case "model_load.end":
		p.InPrompt, p.Load = true, seconds(e.Seconds)
	case "prompt_processing.progress":
		p.InPrompt = true
		if !loading {
			p.Fraction = e.Progress
		}
	case "reasoning.delta":
		p.Thought = e.Content
	case "message.delta":
		p.Text = e.Content
	case "error":
		p.Failed = true
	case "chat.end":
		s := e.Result.Stats
		p.Finish = "the server ended it"
		p.PromptTokens, p.Tokens, p.Counted = s.Input, s.Output, true
		p.TPS, p.Load = s.TPS, seconds(s.LoadSeconds)
		if s.FirstToken > 0 {
			p.PromptTPS = float64(s.Input) / s.FirstToken
		}
	}
	return p, true
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
