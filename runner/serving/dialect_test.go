package serving

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// inLines is a form of the tests: one object a line, the last one with a count.
var inLines = &Dialect{
	Path: "/say", Lines: true,
	Fields: func(model string, w Wish) map[string]any {
		return map[string]any{"who": model, "prompt": w.Prompt, "most": w.Tokens}
	},
	Read: func(text []byte) (p Piece, ok bool) {
		var l struct {
			Say, Done string
			Prompt, N int
			Error     string
		}
		if json.Unmarshal(text, &l) != nil {
			return p, false
		}
		return Piece{Text: l.Say, Finish: l.Done, Failed: l.Error != "", PromptTokens: l.Prompt, Tokens: l.N, Counted: l.N > 0, SoFar: l.N}, true
	},
}

// TestAServerWithAFormOfItsOwn: the requests go to its own address, in its own
// words, and its answer is measured like any other.
func TestAServerWithAFormOfItsOwn(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct {
			Who, Prompt string
			Most        int
		}
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || r.URL.Path != "/api/say" || q.Who != "m" {
			t.Errorf("%s: %+v, %v", r.URL.Path, q, err)
		}
		for range q.Most {
			fmt.Fprintln(w, `{"say":" word"}`)
		}
		fmt.Fprintf(w, "\r\n{\"done\":\"length\",\"prompt\":%d,\"n\":%d}", len(strings.Fields(q.Prompt)), q.Most) // no line end
	}))
	defer server.Close()
	client, err := New(Server{URL: server.URL + "/api", Dialect: inLines, Limits: patient})
	if err != nil {
		t.Fatal(err)
	}
	a, err := client.Ask(t.Context(), "m", Wish{Prompt: "three whole words", Tokens: 5})
	if err != nil || a.Tokens != 5 || a.Pieces != 5 || a.PromptTokens != 3 || a.FirstTokens != 1 || a.Finish != "length" || a.FirstToken == 0 || a.LastToken < a.FirstToken {
		t.Errorf("%+v, %v", a, err)
	}
	if n := client.counted(t.Context(), "m", Wish{Prompt: "a"}); n != 0 {
		t.Errorf("counted %d in OpenAI's form", n)
	}
}

// TestFaultsInLines: what breaks such an answer is a sentence, never a sample.
func TestFaultsInLines(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "is empty",
		`{"say":"a"}` + "\n":              "broke off after 1 piece",
		`{"say":"a"}` + "\n" + `{"say":"`: "broke off after 1 piece",
		`{"say":"a"}` + "\n" + `{"error":"it broke"}`:     "in the middle of its answer: it broke",
		`{"say":"a"}` + "\nnonsense\n":                    "not JSON: nonsense",
		"<html>\n":                                        "not JSON",
		`{"say":"a"}` + "\n" + `{"done":"stop"}` + "\n{x": "",
	} {
		a := &arrival{text: []byte(text), parts: []part{{len(text), 1}}}
		_, err := answerOf(inLines, a, 0, 1)
		var said engine.DriverError
		if (want == "") != (err == nil) || want != "" && (!errors.As(err, &said) || said.Code != bench.FailServer || !strings.Contains(said.Reason, want)) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// TestTheNewestEvent is what a sign of life is made of.
func TestTheNewestEvent(t *testing.T) {
	for _, c := range []struct {
		d    *Dialect
		text string
		want int // -1: none
	}{
		{inLines, "{\"n\":3}\n{\"n\":", 3},
		{inLines, "{\"n\":3}", -1},
		{inLines, "nonsense\n", -1},
		{common, "data: {\"timings\":{\"predicted_n\":4}}\n\ndata: {", 4},
		{common, ": keepalive 1/2\n\n", -1},
		{common, "event: x\n", -1},
	} {
		p, ok := c.d.newest([]byte(c.text))
		if ok != (c.want >= 0) || ok && p.SoFar != c.want {
			t.Errorf("%q: %+v, %v", c.text, p, ok)
		}
	}
}
