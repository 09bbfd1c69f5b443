package serving

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// request is what a server of the tests reads of a request.
type request struct {
	path   string
	raw    map[string]json.RawMessage
	prompt string
}

func read(t *testing.T, r *http.Request) request {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	q := request{path: r.URL.Path}
	var known struct {
		Prompt   string `json:"prompt"`
		Messages []struct {
			Content string `json:"content"`
		} `json:"messages"`
	}
	if json.Unmarshal(body, &q.raw) != nil || json.Unmarshal(body, &known) != nil {
		t.Errorf("not JSON: %s", body)
	}
	q.prompt = known.Prompt
	if len(known.Messages) > 0 {
		q.prompt = known.Messages[0].Content
	}
	return q
}

// TestAPieceIsNotAToken: the pieces of this server carry eight tokens each. The
// clock is set by hand, so the figures are exact.
func TestAPieceIsNotAToken(t *testing.T) {
	const tokens, each, step = 129, 8, 10_000_000
	for _, told := range []bool{false, true} {
		a := &arrival{}
		put := func(at int64, text string) {
			a.text = append(a.text, text...)
			a.parts = append(a.parts, part{len(a.text), asTime(at)})
		}
		for done := 0; done < tokens; {
			n := min(each, tokens-done)
			done += n
			count := ""
			if told {
				count = fmt.Sprintf(`,"timings":{"predicted_n":%d}`, done)
			}
			put(int64(done)*step, fmt.Sprintf("data: {\"choices\":[{\"text\":%q}]%s}\n\n", strings.Repeat(" word", n), count))
		}
		put(tokens*step, finish+usage(8, tokens))
		answer, err := answerOf(common, a, 0, 0)
		if err != nil || answer.FirstTokens != each || answer.Pieces != 17 {
			t.Fatalf("%+v, %v", answer, err)
		}
		q := asked{test: bench.Test{Generation: tokens - 1}}
		x, err := q.exchange(answer)
		if rate := float64(x.TimedTokens) * 1e9 / float64(x.TimedNS); err != nil || math.Abs(rate/100-1) > 0.01 {
			t.Errorf("counts told: %v: %.2f t/s, want 100; %+v, %v", told, rate, x, err)
		}
		if ns := sampleOf(q.test, x); math.Abs(float64(ns)/(128*step)-1) > 0.01 {
			t.Errorf("a sample of %d ns, want %d", ns, 128*step)
		}
	}
}

// TestFirstPieceFirstTokenFirstText: the first piece of a chat has a role and no
// words, and then the model thinks.
func TestFirstPieceFirstTokenFirstText(t *testing.T) {
	a := &arrival{}
	for i, text := range []string{
		": keepalive\n\n", `data: {"choices":[{"delta":{"role":"assistant","content":null}}]}` + "\r\n\r\n",
		`data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}` + "\n\n", `data: {"choices":[{"delta":{"content":"so"}}]}` + "\n\n",
		finish, "data: {\"choices\":[],\n" + `data: "usage":{"prompt_tokens":8,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":7}}}` + "\n\n", "data: [DONE]\n",
	} {
		a.text = append(a.text, text...)
		a.parts = append(a.parts, part{len(a.text), asTime(int64(i))})
	}
	got, err := answerOf(common, a, 0, 0)
	if err != nil || got.FirstPiece != 1 || got.FirstToken != 2 || got.FirstText != 3 || got.LastToken != 3 || got.Pieces != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	if cacheOf(got) != bench.CacheExact || got.Tokens != 2 || got.Finish != "length" {
		t.Errorf("%+v", got)
	}
}

// TestAFormIsLearnt: this server has the chat form only, and refuses fields that
// it does not know. No request is refused twice for the same reason.
func TestAFormIsLearnt(t *testing.T) {
	refusals, prompts := 0, []string{}
	b := benchOn(t, Limits{}, func(w http.ResponseWriter, r *http.Request) {
		q := read(t, r)
		switch _, knows := q.raw["ignore_eos"]; {
		case q.path != "/v1/chat/completions":
			refusals++
			w.WriteHeader(http.StatusNotFound)
			return
		case knows:
			refusals++
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"error":{"message":"unknown field ignore_eos"}}`)
			return
		}
		if _, has := q.raw["min_tokens"]; !has {
			t.Error("a field was left out that nobody refused")
		}
		prompts = append(prompts, q.prompt)
		fmt.Fprint(w, "data: {\"choices\":[{\"delta\":{\"content\":\"so\"}}]}\n\n"+finish+usage(20+len(strings.Fields(q.prompt)), 1))
	})
	if err := b.Try(t.Context()); err != nil || refusals != 2 || len(prompts) != 2 {
		t.Fatalf("%d refusals, prompts %q, %v", refusals, prompts, err)
	}
	if b.prompts.base != 20 || b.prompts.perWord != 1 {
		t.Errorf("the server adds %v tokens to %v for each word", b.prompts.base, b.prompts.perWord)
	}
}

// counting is a server that answers at once with made-up times: a millisecond
// for each token of the prompt, ten for each of the answer. keeps says that it
// has a prompt cache.
type counting struct {
	template int
	keeps    bool
	ends     int // the longest answer that it gives; 0 means any
	hit      int // how many of the next answers come from the cache
	before   []string
	asked    []Wish
}

func (c *counting) Ask(_ context.Context, _ string, w Wish) (Answer, error) {
	c.asked = append(c.asked, w)
	words := strings.Fields(w.Prompt)
	a := Answer{Tokens: w.Tokens, Counted: true, CacheTold: true, PromptTokens: c.template + len(words), FirstTokens: 1, Finish: "length"}
	if c.ends > 0 && a.Tokens > c.ends {
		a.Tokens, a.Finish = c.ends, "stop"
	}
	if c.keeps && w.Reuse {
		for a.CachedTokens < min(len(words), len(c.before)) && words[a.CachedTokens] == c.before[a.CachedTokens] {
			a.CachedTokens++
		}
		if a.CachedTokens > 0 {
			a.CachedTokens += c.template
		}
	}
	if c.hit > 0 {
		c.hit--
		a.CachedTokens = a.PromptTokens - 1
	}
	c.before = words
	a.Pieces = a.Tokens
	a.FirstToken = time.Duration(a.PromptTokens-a.CachedTokens) * time.Millisecond
	a.FirstPiece, a.FirstText = a.FirstToken, a.FirstToken
	a.LastToken = a.FirstToken + time.Duration(a.Tokens-1)*10*time.Millisecond
	return a, nil
}

// measured measures tests on such a server and returns the results.
func (c *counting) measured(t *testing.T, tests ...bench.Test) ([]engine.Line, error) {
	var results []engine.Line
	b := &Bench{Server: c, Request: engine.Request{Tests: tests, Repetitions: 3}, Say: func(l engine.Line) error {
		if l.E == "result" {
			results = append(results, l)
		}
		return nil
	}}
	err := b.Try(t.Context())
	if err == nil {
		err = b.Measure(t.Context())
	}
	return results, err
}

// TestAServerIsMeasured: all prompts begin differently and have the wanted
// length, with the template that the server adds; the figures are those of the
// server.
func TestAServerIsMeasured(t *testing.T) {
	c := &counting{template: 20, keeps: true}
	results, err := c.measured(t, bench.Test{Prompt: 512}, bench.Test{Generation: 16}, bench.Test{Prompt: 64, Generation: 4}, bench.Test{Generation: 16, Depth: 256}, bench.Test{Prompt: 128, Depth: 256})
	if err != nil || len(results) != 5 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	firsts := map[string]bool{}
	for _, w := range c.asked {
		first, _, _ := strings.Cut(w.Prompt, " ")
		if firsts[first] && !w.Reuse {
			t.Errorf("two prompts begin with %q", first)
		}
		firsts[first] = true
	}
	for i, want := range []struct {
		prompt, timed int
		sample        time.Duration
		cache         bench.CacheState
		cold          int // tokens of context that were read before the first repetition
	}{
		{512, 512, 512 * time.Millisecond, bench.CacheNone, 0},
		{21, 16, 160 * time.Millisecond, bench.CacheNone, 0},
		{64, 68, 64*time.Millisecond + 3*10*time.Millisecond, bench.CacheNone, 0},
		{264, 16, 160 * time.Millisecond, bench.CachePartial, 256},
		{384, 128, 128 * time.Millisecond, bench.CachePartial, 0}, // the context is there already
	} {
		for k, x := range results[i].Exchanges {
			if k > 0 {
				want.cold = 0
			}
			if x.ColdTokens != want.cold || x.ColdNS != int64(want.cold)*1e6 {
				t.Errorf("%s, repetition %d: %d tokens were read cold in %d ns, want %d", results[i].Test, k, x.ColdTokens, x.ColdNS, want.cold)
			}
			if x.PromptTokens != want.prompt || x.TimedTokens != want.timed || x.Cache != want.cache || results[i].Samples[k] != int64(want.sample) {
				t.Errorf("%s, repetition %d: %d ns, %+v, want %+v", results[i].Test, k, results[i].Samples[k], x, want)
			}
		}
		if len(results[i].Samples) != 3 || len(results[i].Exchanges) != 3 {
			t.Errorf("%s: %d samples", results[i].Test, len(results[i].Samples))
		}
	}
}

// TestWhatIsNoSample: answers that are not what the test is about are asked for
// again with another prompt, and then refused.
func TestWhatIsNoSample(t *testing.T) {
	once := &counting{}
	b := bench.Test{Prompt: 512}
	if _, err := once.measured(t, b); err != nil {
		t.Fatal(err)
	}
	asked := len(once.asked)
	hit := &counting{hit: 4} // the two first requests, the warm-up, and one repetition
	if results, err := hit.measured(t, b); err != nil || len(hit.asked) != asked+1 || results[0].Exchanges[0].CachedTokens != 0 {
		t.Errorf("a hit of the cache: %d requests, want %d; %v", len(hit.asked), asked+1, err)
	}
	for want, c := range map[string]struct {
		server *counting
		test   bench.Test
	}{
		"from its prompt cache, although the prompt was new": {&counting{hit: 100}, bench.Test{Prompt: 512}},
		"did not keep the context":                           {&counting{}, bench.Test{Prompt: 128, Depth: 512}},
		"ended after 40 tokens of the wanted 128 (stop)":     {&counting{ends: 40}, bench.Test{Generation: 128}},
		"no prompt of 16 tokens can be made":                 {&counting{template: 30}, bench.Test{Prompt: 16}},
	} {
		if _, err := c.server.measured(t, c.test); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	early := &counting{ends: 100}
	results, err := early.measured(t, bench.Test{Generation: 128})
	if err != nil || results[0].Exchanges[0].TimedTokens != 99 || results[0].Samples[0] != int64(1280*time.Millisecond) {
		t.Errorf("an answer that ended a little early: %+v, %v", results, err)
	}
}

// boasting is a server whose counts are made up.
type boasting struct {
	counting
	prompt, cached int
}

func (s *boasting) Ask(ctx context.Context, model string, w Wish) (Answer, error) {
	a, err := s.counting.Ask(ctx, model, w)
	a.PromptTokens, a.CachedTokens = s.prompt, s.cached
	return a, err
}

// TestImpossibleCountsAreForgotten: prompts are as long as the server's counts
// say, so a count that cannot be right must not make one that fills the memory.
func TestImpossibleCountsAreForgotten(t *testing.T) {
	for _, s := range []*boasting{
		{prompt: 1 << 50, cached: 1 << 49}, {prompt: 1000, cached: 1 << 50}, {prompt: -5, cached: 7}, {prompt: 9, cached: -1 << 50}, {prompt: 100_000, cached: 99_000},
	} {
		b := &Bench{Server: s, Request: engine.Request{Repetitions: 2}, Say: func(engine.Line) error { return nil }}
		if err := b.Try(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, test := range []bench.Test{{Prompt: 64, Depth: 64}, {Prompt: 64}, {Generation: 8, Depth: 128}} {
			_ = b.one(t.Context(), 0, test) // whether that is an error is another question
		}
		for _, w := range s.asked {
			if len(w.Prompt) > 10*mostAdded {
				t.Fatalf("%d tokens, %d of them cached: a prompt of %d letters", s.prompt, s.cached, len(w.Prompt))
			}
		}
	}
	l := &live{test: bench.Test{Prompt: 8}, done: make([]int, 1), say: func(line engine.Line) error {
		if line.Done < 0 {
			t.Errorf("%+v", line)
		}
		return nil
	}}
	l.heard(0, Heard{Newest: Piece{InPrompt: true, Processed: -5}})
}

func asTime(ns int64) time.Duration { return time.Duration(ns) }

// TestAnOddVocabularyIsFitted: words of this server have one to seven tokens. It
// can count, so prompts have nearly the wanted length before they are sent.
func TestAnOddVocabularyIsFitted(t *testing.T) {
	count := func(_ context.Context, text string) (n int, _ error) {
		for word := range strings.FieldsSeq(text) {
			n += len(word) - 1
		}
		return n, nil
	}
	b := &Bench{Count: count, prompts: newPrompts(1)}
	b.prompts.perWord = 3.5
	start := b.text(t.Context(), "", 300)
	for _, wanted := range []int{16, 64, 512} {
		for begin, tokens := range map[string]int{"": wanted, start: 300 + wanted} {
			text := b.text(t.Context(), begin, tokens)
			if n, _ := count(t.Context(), text); n < tokens-2 || n > tokens+2 || !strings.HasPrefix(text, begin) {
				t.Errorf("%d tokens, want %d", n, tokens)
			}
		}
	}
}
