package bench

import (
	"strings"
	"testing"
)

// TestWhatAnEngineDoesNotUnderstand is refused with a reason, or left out if it
// changes nothing.
func TestWhatAnEngineDoesNotUnderstand(t *testing.T) {
	tool, server, own := Traits{Server: "toolserver"}, Traits{Together: true, Serves: true, Takes: []Taken{}}, Traits{Together: true, Speculates: true}
	for _, c := range []struct {
		x    Traits
		p    Params
		want string // the beginning of the refusal, or what is kept
	}{
		{tool, Params{"text": "code"}, "!-text code: it takes no text; it measures with random tokens. Leave it out, or measure only servers with it: `dragstrip run MODEL --engine toolserver`"},
		{tool, Params{"draft": "/home/me/small.gguf"}, "!-md small.gguf: it cannot speculate"},
		{tool, Params{"draft": "none"}, ""},
		{tool, Params{"concurrency": "4"}, "!-concurrency 4: it computes one request"},
		{tool, Params{"concurrency": "1"}, ""},
		{server, Params{"text": "list", "draft": "none"}, "-text list"},
		{server, Params{"draft": "mtp"}, "!-md mtp: nobody can turn on speculation"},
		{Traits{}, Params{"text": "code", "draft": "a.gguf"}, "!-md a.gguf: it cannot speculate"}, // only -md was typed
		{own, Params{"text": "code", "draft": `C:\m\small.gguf`}, "-text code -md small.gguf"},
	} {
		got := ""
		if why := c.x.NotUnderstood("it", c.p); why != "" {
			got = "!" + why
		} else {
			kept, _ := c.p.For(c.x)
			got = kept.String()
		}
		if got != c.want && !(strings.HasPrefix(c.want, "!") && strings.HasPrefix(got, c.want)) {
			t.Errorf("%v: %q, want %q", c.p, got, c.want)
		}
	}
}

func TestValuesOfADraft(t *testing.T) {
	for value, ok := range map[string]bool{"none": true, "mtp": true, "ngram-map-k4v": true, "small.gguf": true, "/m/a b.gguf": true, "a b": false, "$(x)": false, "": false} {
		if err := (Params{"draft": value}).Validate(); (err == nil) != ok {
			t.Errorf("%q: %v", value, err)
		}
	}
}
