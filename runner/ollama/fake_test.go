package ollama

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dragstrip/runner/serving/servingtest"
)

// fake is a server of the tests that answers as Ollama 0.6.8 does. It has one
// token for each word.
type fake struct {
	t   *testing.T
	url string

	mu      sync.Mutex
	models  []string
	have    []held
	options []map[string]any // of each loading
	keep    []any            // keep_alive of each request
	raw     bool             // of the latest request
	last    string           // the latest prompt
	old     bool             // counts only what was not in the cache
	context bool             // tells the length of the context
	trained int              // the longest context of the model
	fault   func(w http.ResponseWriter) bool
}

func newFake(t *testing.T, models ...string) *fake {
	t.Helper()
	f := &fake{t: t, models: models}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch r.URL.Path {
	case "/api/version":
		fmt.Fprint(w, `{"version":"0.6.8"}`)
	case "/api/tags":
		var all []map[string]any
		for _, name := range f.models {
			all = append(all, map[string]any{"name": name, "size": 98363007, "details": map[string]any{"quantization_level": "Q4_1"}})
		}
		servingtest.Say(f.t, w, map[string]any{"models": all})
	case "/api/ps":
		var all []map[string]any
		for _, h := range f.have {
			one := map[string]any{"name": h.Name, "size": h.Size, "size_vram": h.OnGPU}
			if f.context {
				one["context_length"] = h.Context
			}
			all = append(all, one)
		}
		servingtest.Say(f.t, w, map[string]any{"models": all})
	case "/api/show":
		servingtest.Say(f.t, w, map[string]any{
			"modelfile":  "# to build\nFROM /nowhere/blobs/sha256-00\nTEMPLATE x\n",
			"model_info": map[string]any{"general.architecture": "llama", "general.parameter_count": 134515008, "llama.block_count": 30, "llama.context_length": f.trained},
		})
	case "/api/generate":
		f.generate(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (f *fake) generate(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Model, Prompt string
		Raw           bool
		Keep          any `json:"keep_alive"`
		Options       map[string]any
	}
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		f.t.Error(err)
	}
	if q.Prompt == "" { // unload
		f.have = nil
		servingtest.Say(f.t, w, map[string]any{"done": true, "done_reason": "unload"})
		return
	}
	f.raw, f.keep = q.Raw, append(f.keep, q.Keep)
	n, _ := q.Options["num_ctx"].(float64)
	if n == 0 {
		n = 4096
	}
	if f.trained > 0 {
		n = min(n, float64(f.trained))
	}
	// Another length of the context loads a model again.
	loading := !has(f.have, q.Model) || f.have[0].Context != int(n)
	if loading {
		f.options = append(f.options, q.Options)
		f.have = []held{{Name: q.Model, Size: 200 << 20, Context: int(n)}}
	}
	if f.fault != nil && f.fault(w) {
		return
	}
	most, _ := q.Options["num_predict"].(float64)
	words := servingtest.Words(q.Prompt)
	counted := words
	if f.old && strings.HasPrefix(q.Prompt, f.last) && f.last != "" {
		counted -= servingtest.Words(f.last)
	}
	f.last = q.Prompt
	time.Sleep(5 * time.Millisecond)
	for range int(most) {
		servingtest.Send(w, time.Millisecond, "%s\n", `{"response":" word","done":false}`)
	}
	end := map[string]any{"done": true, "done_reason": "length", "eval_count": most, "eval_duration": most * 1e6, "prompt_eval_duration": 5e6}
	if counted > 0 {
		end["prompt_eval_count"] = counted
	}
	if loading {
		end["load_duration"] = 2e9
	}
	servingtest.Say(f.t, w, end)
}
