package serving

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// TestPromptsOfAText: each begins in another way, has the wanted length by the
// server's count, and goes on like the text.
func TestPromptsOfAText(t *testing.T) {
	for _, kind := range bench.TextKinds {
		w := newWriter(kind, newPrompts(1))
		begun := map[string]bool{}
		count := func(_ context.Context, prompt string) (int, error) { return 7 + len(prompt)/3, nil }
		for _, tokens := range []int{32, 512, 3000} {
			p := w.prompt(t.Context(), "", tokens, count)
			n, _ := count(t.Context(), p)
			if bench.PromptOff(tokens, n) > bench.NearPrompt {
				t.Errorf("%s: %d tokens, want %d", kind, n, tokens)
			}
			begun[p[:8]] = true
		}
		for range 3 {
			p := w.ask("")
			begun[p[:8]] = true
			if len(p) < 100 || len(p) > 4*bench.TextPrompt+60 {
				t.Errorf("%s: %d bytes before a generation", kind, len(p))
			}
			if !w.asksQuestions() && !strings.HasSuffix(file(kind), p[len(p)-60:]) {
				t.Errorf("%s does not end where the text ends: %q", kind, p)
			}
		}
		if len(begun) != 6 {
			t.Errorf("%s: prompts begin alike: %v", kind, begun)
		}
	}
	for _, kind := range append(bench.TextKinds[:3:3], "questions") {
		if text := file(kind); strings.ContainsFunc(text, func(r rune) bool { return r > '~' }) {
			t.Errorf("%s is no plain ASCII", kind)
		}
	}
	w := newWriter("questions", newPrompts(1))
	if a, b, c, d := w.ask(""), w.ask(""), w.ask(""), w.ask(""); a[20:] == b[20:] || b[20:] == c[20:] || !strings.HasSuffix(d, a[20:]) {
		t.Errorf("%q %q %q %q", a, b, c, d)
	}
}

// In an odd vocabulary a text has many tokens. The first one before a generation
// must fit the context, too.
func TestTheFirstTextFitsAnOddVocabulary(t *testing.T) {
	longest := 0
	b := benchOn(t, patient, func(w http.ResponseWriter, r *http.Request) {
		n := len(read(t, r).prompt) * 4 / 5
		longest = max(longest, n)
		for range 3 {
			piecesOf(w, "a")
			time.Sleep(2 * time.Millisecond)
		}
		fmt.Fprint(w, finish+usage(n, 3))
	})
	b.Request = engine.Request{Model: "m", Text: "code", Repetitions: 1, NoTicks: true, Tests: []bench.Test{{Generation: 2}}}
	if err := b.Try(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.Measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	if longest > bench.TextPrompt*5/4+40 || longest < bench.TextPrompt*3/4 {
		t.Errorf("a prompt of %d tokens", longest)
	}
}

// TestSpeculationIsCounted: the server's own counts of proposed and accepted
// tokens are in the record of each request, and prompts are of the text.
func TestSpeculationIsCounted(t *testing.T) {
	var prompts []string
	var said []engine.Line
	b := benchOn(t, patient, func(w http.ResponseWriter, r *http.Request) {
		q := read(t, r)
		prompts = append(prompts, q.prompt)
		var most int
		_ = json.Unmarshal(q.raw["max_tokens"], &most)
		for i := min(2, most); i <= most; i += 2 {
			fmt.Fprintf(w, "data: {\"choices\":[{\"text\":\"ab\"}],\"timings\":{\"cache_n\":0,\"prompt_n\":%d,\"predicted_n\":%d,\"draft_n\":%d,\"draft_n_accepted\":%d}}\n\n", len(q.prompt)/4, i, i, i/2)
			w.(http.Flusher).Flush()
			time.Sleep(2 * time.Millisecond)
		}
		fmt.Fprint(w, finish+"data: [DONE]\n\n")
	})
	b.Say = func(l engine.Line) error { said = append(said, l); return nil }
	b.Request = engine.Request{Model: "m", Text: "list", Repetitions: 2, NoTicks: true, Tests: []bench.Test{{Generation: 9}, {Prompt: 64}}}
	if err := b.Try(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := b.Measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(prompts[3], "Built in 1988") {
		t.Errorf("no list: %q", prompts[3])
	}
	results, told := 0, ""
	for _, l := range said {
		if l.E == "told" {
			told += fmt.Sprint(l.Told)
		}
		if l.E != "result" {
			continue
		}
		results++
		if x := l.Exchanges[0]; l.Test == "tg9" && (x.DraftTokens != 10 || x.AcceptedTokens != 5 || x.AnswerTokens != 10) {
			t.Errorf("%+v", x)
		}
	}
	if results != 2 || !strings.Contains(told, "{text list}") {
		t.Errorf("%d results, told %s", results, told)
	}
}
