package lmstudio

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"dragstrip/runner/serving/servingtest"
)

// fake is a server of the tests that answers as LM Studio's documentation says.
// It has one token for each word, and three for the template of a chat.
type fake struct {
	t   *testing.T
	url string
	old bool   // has only v0
	key string // "" if none is needed

	mu       sync.Mutex
	list     []*model
	loads    []map[string]any
	requests []map[string]any // of chat and of completions
	asked    []string         // every path
	fault    func(w http.ResponseWriter, path string) bool
}

func newFake(t *testing.T, names ...string) *fake {
	t.Helper()
	f := &fake{t: t}
	for _, name := range names {
		f.list = append(f.list, &model{Name: name, Type: "llm", Publisher: "someone", Arch: "llama", Quant: "Q4_0", Format: "gguf", Bytes: 1 << 20})
	}
	f.list = append(f.list, &model{Name: "text-embedding-x", Type: "embedding"})
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

func (f *fake) model(name string) *model {
	for _, m := range f.list {
		if m.Name == name || m.loaded() && m.Instances[0].ID == name {
			return m
		}
	}
	return nil
}

// inMemory are the models in memory.
func (f *fake) inMemory() (names []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, m := range f.list {
		for _, i := range m.Instances {
			names = append(names, i.ID)
		}
	}
	return names
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, r.URL.Path)
	if f.key != "" && r.Header.Get("Authorization") != "Bearer "+f.key {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"error":{"type":"invalid_request","message":"An LM Studio API token is required to make requests to this server"}}`)
		return
	}
	if f.fault != nil && f.fault(w, r.URL.Path) {
		return
	}
	var q map[string]any
	_ = json.NewDecoder(r.Body).Decode(&q)
	switch {
	case r.URL.Path == "/api/v0/models":
		f.sayV0(w)
	case r.URL.Path == "/api/v0/completions", r.URL.Path == "/api/v0/chat/completions":
		f.complete(w, q)
	case f.old:
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprintf(w, `{"error":"Unexpected endpoint or method. (%s %s)"}`, r.Method, r.URL.Path)
	case r.URL.Path == "/api/v1/models":
		f.sayV1(w)
	case r.URL.Path == "/api/v1/models/load":
		f.loads = append(f.loads, q)
		m := f.model(fmt.Sprint(q["model"]))
		m.Instances = []instance{{ID: m.Name, Config: f.config(q)}}
		servingtest.Say(f.t, w, map[string]any{"type": "llm", "instance_id": m.Name, "load_time_seconds": 2.5, "status": "loaded"})
	case r.URL.Path == "/api/v1/models/unload":
		if m := f.model(fmt.Sprint(q["instance_id"])); m != nil {
			m.Instances = nil
		}
		servingtest.Say(f.t, w, q)
	case r.URL.Path == "/api/v1/chat":
		f.chat(w, q)
	default:
		http.NotFound(w, r)
	}
}

// config are the settings of a model that a request loads.
func (f *fake) config(q map[string]any) config {
	c := config{Context: ptr(4096), Batch: ptr(512), Flash: ptr(false), KVOnGPU: ptr(true)}
	if n, ok := q["context_length"].(float64); ok {
		*c.Context = int(n)
	}
	if n, ok := q["eval_batch_size"].(float64); ok {
		*c.Batch = int(n)
	}
	if on, ok := q["flash_attention"].(bool); ok {
		*c.Flash = on
	}
	return c
}

func (f *fake) sayV1(w http.ResponseWriter) {
	var all []map[string]any
	for _, m := range f.list {
		instances := []map[string]any{}
		for _, i := range m.Instances {
			instances = append(instances, map[string]any{"id": i.ID, "config": i.Config})
		}
		all = append(all, map[string]any{
			"type": m.Type, "publisher": m.Publisher, "key": m.Name, "architecture": m.Arch, "quantization": map[string]any{"name": m.Quant},
			"size_bytes": m.Bytes, "format": m.Format, "loaded_instances": instances, "max_context_length": 32768, "params_string": nil,
		})
	}
	servingtest.Say(f.t, w, map[string]any{"models": all})
}

func (f *fake) sayV0(w http.ResponseWriter) {
	var all []map[string]any
	for _, m := range f.list {
		state := "not-loaded"
		if m.loaded() {
			state = "loaded"
		}
		all = append(all, map[string]any{"id": m.Name, "type": m.Type, "publisher": m.Publisher, "arch": m.Arch, "compatibility_type": m.Format, "quantization": m.Quant, "state": state, "max_context_length": 32768})
	}
	servingtest.Say(f.t, w, map[string]any{"object": "list", "data": all})
}

// pause is the time between two pieces of an answer.
const pause = 2 * time.Millisecond

func (f *fake) chat(w http.ResponseWriter, q map[string]any) {
	f.requests = append(f.requests, q)
	m := f.model(fmt.Sprint(q["model"]))
	if m == nil {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"error":{"type":"model_not_found","message":"Model not found","code":"model_not_found","param":"model"}}`)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	event := func(kind, rest string, values ...any) {
		servingtest.Send(w, pause, "event: "+kind+"\ndata: {\"type\":\""+kind+"\""+rest+"}\n\n", values...)
	}
	event("chat.start", `,"model_instance_id":%q`, m.Name)
	if !m.loaded() {
		event("model_load.start", `,"model_instance_id":%q`, m.Name)
		time.Sleep(110 * time.Millisecond)
		event("model_load.progress", `,"progress":0.65`)
		event("model_load.end", `,"load_time_seconds":1.5`)
		m.Instances = []instance{{ID: m.Name, Config: f.config(q)}}
	}
	event("prompt_processing.start", "")
	time.Sleep(110 * time.Millisecond)
	event("prompt_processing.progress", `,"progress":0.5`)
	event("prompt_processing.end", "")
	event("message.start", "")
	most := int(q["max_output_tokens"].(float64))
	for range most {
		event("message.delta", `,"content":" word"`)
	}
	event("message.end", "")
	event("chat.end", `,"result":{"model_instance_id":%q,"output":[],"stats":{"input_tokens":%d,"total_output_tokens":%d,"reasoning_output_tokens":0,"tokens_per_second":400,"time_to_first_token_seconds":0.1}}`,
		m.Name, servingtest.Words(fmt.Sprint(q["input"]))+3, most)
}

func (f *fake) complete(w http.ResponseWriter, q map[string]any) {
	m := f.model(fmt.Sprint(q["model"]))
	if !m.loaded() {
		m.Instances = []instance{{ID: m.Name}}
	}
	text, drafts := fmt.Sprint(q["prompt"]), ""
	if messages, is := q["messages"].([]any); is {
		text = fmt.Sprint(messages[0].(map[string]any)["content"])
	}
	words, most := servingtest.Words(text), int(q["max_tokens"].(float64))
	if name, is := q["draft_model"].(string); is {
		draft := f.model(name)
		if !draft.loaded() {
			draft.Instances = []instance{{ID: draft.Name}}
		}
		drafts = fmt.Sprintf(`,"draft_model":%q,"total_draft_tokens_count":%d,"accepted_draft_tokens_count":%d,"rejected_draft_tokens_count":%d`, name, most, most/2, most-most/2)
	}
	end := fmt.Sprintf(`"usage":{"prompt_tokens":%d,"completion_tokens":%d},"stats":{"tokens_per_second":400,"time_to_first_token":0.1,"generation_time":1,"stop_reason":"maxPredictedTokensReached"%s},`+
		`"model_info":{"arch":"llama","context_length":4096},"runtime":{"name":"llama.cpp-linux-x86_64-vulkan-avx2","version":"1.3.0"}`, words, most, drafts)
	if q["stream"] != true {
		fmt.Fprintf(w, `{"choices":[{"index":0,"text":"a","finish_reason":"length"}],%s}`, end)
		return
	}
	f.requests = append(f.requests, q)
	w.Header().Set("Content-Type", "text/event-stream")
	piece := `{"choices":[{"index":0,"text":" word","finish_reason":null}]}`
	if q["messages"] != nil {
		piece = `{"choices":[{"index":0,"delta":{"role":"assistant","content":" word"},"finish_reason":null}]}`
	}
	for range most {
		servingtest.Send(w, pause, "data: %s\n\n", piece)
	}
	servingtest.Send(w, pause, "data: {\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"length\"}],%s}\n\n", end)
	servingtest.Send(w, pause, "data: [DONE]\n\n")
}
