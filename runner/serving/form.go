package serving

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// form is how requests to one server are written. It learns what the server
// refuses.
type form struct {
	server Server
	mu     sync.Mutex // of the fields below
	// chat says that the server has only the chat form. The plain form is tried
	// first, because it adds no template to the prompt. settled says that one of
	// the forms has worked.
	chat, settled bool
	// countless says that the server does not tell how many tokens a prompt has.
	countless bool
	// without are fields that the server refused.
	without map[string]bool
}

// optional are the fields that a server may refuse, besides its own.
var optional = []string{"stream_options", "ignore_eos", "min_tokens", "seed"}

func (f *form) path() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.server.Dialect != nil {
		return f.server.Dialect.Path
	}
	if f.chat {
		return "/chat/completions"
	}
	return "/completions"
}

// body writes a request. The model's choice of words must not depend on chance,
// and an end token must not shorten the answer.
func (f *form) body(model string, w Wish) ([]byte, error) { return json.Marshal(f.fields(model, w)) }

func (f *form) fields(model string, w Wish) map[string]any {
	if d := f.server.Dialect; d != nil {
		return d.Fields(model, w)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	fields := map[string]any{
		"model": model, "max_tokens": w.Tokens, "stream": true, "temperature": 0, "seed": 1,
		"stream_options": map[string]any{"include_usage": true}, "ignore_eos": true, "min_tokens": w.Tokens,
	}
	if f.chat {
		fields["messages"] = []map[string]string{{"role": "user", "content": w.Prompt}}
	} else {
		fields["prompt"] = w.Prompt
	}
	if f.server.Fields != nil {
		maps.Copy(fields, f.server.Fields(w.Reuse))
	}
	for name := range f.without {
		delete(fields, name)
	}
	return fields
}

// relent finds what to do about a refused request: it leaves a field out, or
// takes the other form. It returns false if there is nothing left to try.
func (f *form) relent(status int, said string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.server.Dialect != nil {
		return false
	}
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		if f.chat || f.settled {
			return false
		}
		f.chat = true
		return true
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return !isTooLong(said) && f.leaveOut(said)
	}
	return false
}

// settle notes that the form has worked.
func (f *form) settle() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.settled = true
}

// leaveOut leaves out the optional fields that an error names. If it names none,
// it leaves out all of them.
func (f *form) leaveOut(said string) bool {
	left := slices.DeleteFunc(f.mayBeLeftOut(), func(name string) bool { return f.without[name] })
	named := slices.DeleteFunc(slices.Clone(left), func(name string) bool { return !strings.Contains(said, name) })
	if len(named) > 0 {
		left = named
	}
	for _, name := range left {
		f.without[name] = true
	}
	return len(left) > 0
}

func (f *form) mayBeLeftOut() []string {
	names := slices.Clone(optional)
	if f.server.Fields != nil {
		names = append(names, slices.Sorted(maps.Keys(f.server.Fields(true)))...)
	}
	return names
}
