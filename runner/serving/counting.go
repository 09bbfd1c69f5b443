package serving

import (
	"context"
	"encoding/json"
	"io"
	"net/http"

	"dragstrip/bench"
)

// Told says how the server is asked and how its tokens are counted, as far as the
// requests so far have shown.
func (c *Client) Told() []bench.Told {
	told := []bench.Told{{Name: "prompt", Value: "text without a template"}, {Name: "sampling", Value: "greedy (temperature 0), as asked for"}}
	c.form.mu.Lock()
	defer c.form.mu.Unlock()
	if c.form.chat {
		told[0].Value = "chat, with the server's template"
	}
	if c.form.without["ignore_eos"] {
		told = append(told, bench.Told{Name: "end token", Value: "cannot be ignored"})
	}
	if c.form.countless {
		told = append(told, bench.Told{Name: "prompt length", Value: "not counted by the server: one token a word is taken"})
	}
	return told
}

// counter is a server whose prompts can be counted by requests of their own. It
// gives 0 if the server does not tell.
type counter interface {
	counted(ctx context.Context, model string, w Wish) int
}

var _ counter = (*Client)(nil)

// counted asks a server that counts nothing while it streams for the length of a
// prompt. Not streamed, most servers tell it. The prompt is in the server's cache
// now, so this costs it little. It gives 0 if the server does not tell.
func (c *Client) counted(ctx context.Context, model string, w Wish) int {
	w.Tokens, w.Reuse = 1, true
	body, ok := c.form.unstreamed(model, w)
	if !ok {
		return 0
	}
	for wait := newPatience(c.limits.Busy); ; {
		prompt, status, again := c.countedOnce(ctx, body, wait)
		switch {
		case again:
			continue
		case prompt == 0 && (status == http.StatusOK || refuses(status)):
			c.form.giveUpCounting()
		}
		return prompt
	}
}

// countedOnce sends the request for a count once. again is true if the server was
// busy and the request must be sent again. status is 0 if no whole answer came.
func (c *Client) countedOnce(parent context.Context, body []byte, wait *patience) (prompt, status int, again bool) {
	ctx, watch := watched(parent, c.limits.FirstByte)
	defer watch.end()
	answer, err := c.send(ctx, http.MethodPost, c.server.URL+c.form.path(), body)
	if err != nil {
		return 0, 0, false
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, c.limits.Bytes))
	switch {
	case err != nil:
		return 0, 0, false
	case isBusy(answer.StatusCode):
		return 0, answer.StatusCode, wait.until(parent, answer.Header.Get("Retry-After"))
	}
	var whole piece
	if answer.StatusCode == http.StatusOK && json.Unmarshal(text, &whole) == nil && whole.Usage != nil {
		prompt = max(whole.Usage.Prompt, 0)
	}
	return prompt, answer.StatusCode, false
}

// unstreamed writes a request for an answer in one piece. ok is false if the
// server is known not to count in such an answer, either.
func (f *form) unstreamed(model string, w Wish) (body []byte, ok bool) {
	fields := f.fields(model, w)
	fields["stream"] = false
	delete(fields, "stream_options")
	body, err := json.Marshal(fields)
	f.mu.Lock()
	defer f.mu.Unlock()
	return body, err == nil && !f.countless && f.server.Dialect == nil
}

func (f *form) giveUpCounting() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.countless = true
}
