package serving

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// vocabularies are ways to make tokens of a text, from one token a word to random
// ones. seed chooses among the random ones.
var vocabularies = map[string]func(words []string, seed int) int{
	"one token a word": func(words []string, _ int) int { return len(words) },
	"one a letter":     func(words []string, _ int) int { return len(strings.Join(words, " ")) },
	"random": func(words []string, seed int) (n int) {
		for _, w := range words {
			n += 1 + chance(seed, w)%7
		}
		return n
	},
	"merges across neighbours": func(words []string, seed int) (n int) {
		for i, w := range words {
			n += 2 + chance(seed, w)%6
			if i > 0 && chance(seed, words[i-1]+" "+w)%4 == 0 {
				n--
			}
		}
		return n
	},
}

// chance is the same for the same words and the same seed.
func chance(seed int, words string) int {
	h := fnv.New32a()
	fmt.Fprint(h, words, " ", seed)
	return int(h.Sum32() >> 4)
}

// odd is a server with one of these vocabularies. It counts only what it
// answers, and keeps the text before.
type odd struct {
	count    func(words []string, seed int) int
	seed     int
	template int
	shared   int // how many tokens of the template are always in the cache
	before   []string
	asked    []Wish
}

func (o *odd) Ask(_ context.Context, _ string, w Wish) (Answer, error) {
	o.asked = append(o.asked, w)
	words := strings.Fields(w.Prompt)
	a := Answer{Tokens: w.Tokens, Counted: true, CacheTold: true, FirstTokens: 1, Finish: "length", PromptTokens: o.template + o.count(words, o.seed)}
	same := 0
	for same < min(len(words), len(o.before)) && words[same] == o.before[same] {
		same++
	}
	if same > 0 {
		a.CachedTokens = min(o.template+o.count(words[:same], o.seed), a.PromptTokens-1)
	} else if o.before != nil {
		a.CachedTokens = o.shared
	}
	o.before = words
	a.Pieces = a.Tokens
	a.FirstToken = time.Duration(a.PromptTokens-a.CachedTokens) * time.Millisecond
	a.FirstPiece, a.FirstText = a.FirstToken, a.FirstToken
	a.LastToken = a.FirstToken + time.Duration(a.Tokens-1)*10*time.Millisecond
	return a, nil
}

// measured measures tests with a seed, and returns how far each prompt was from
// its wanted length.
func (o *odd) measured(t *testing.T, tests ...bench.Test) (off []float64) {
	t.Helper()
	b := &Bench{Server: o, Request: engine.Request{Tests: tests, Repetitions: 3}, Say: func(l engine.Line) error {
		for _, x := range l.Exchanges {
			wanted := tests[*l.I].Prompt
			off = append(off, bench.PromptOff(wanted, x.TimedTokens))
		}
		return nil
	}}
	if err := b.try(t.Context(), uint64(o.seed)); err != nil {
		t.Fatal(err)
	}
	if err := b.Measure(t.Context()); err != nil {
		t.Errorf("seed %d: %v", o.seed, err)
	}
	return off
}

// TestPromptsReachTheirLength: with any vocabulary and any template, by nothing
// but the counts in the server's answers. All prompts begin differently.
func TestPromptsReachTheirLength(t *testing.T) {
	const seeds = 500 / 4 / 3 // for each vocabulary and template
	for name, count := range vocabularies {
		t.Run(name, func(t *testing.T) {
			missed, all, most, requests := 0, 0, 0.0, 0
			for _, template := range []int{0, 1, 30} {
				for seed := range seeds {
					o := &odd{count: count, seed: seed, template: template}
					for _, off := range o.measured(t, bench.Test{Prompt: 64}, bench.Test{Prompt: 64, Depth: 64}, bench.Test{Prompt: 256}) {
						all++
						most = max(most, off)
						if off > bench.NearPrompt {
							missed++
						}
					}
					requests += len(o.asked)
					o.begins(t)
				}
			}
			t.Logf("%d of %d prompts missed, by %.3f at most; %.1f requests for a plan", missed, all, most, float64(requests)/seeds/3)
			if all != 3*seeds*9 || float64(missed) > math.Ceil(0.002*float64(all)) || most > 0.1 {
				t.Errorf("%d of %d prompts missed their length, by %.3f at most", missed, all, most)
			}
		})
	}
}

// begins sees that no two prompts begin with the same word, but for those that
// continue from a text that the server keeps.
func (o *odd) begins(t *testing.T) {
	t.Helper()
	firsts := map[string]bool{}
	for _, w := range o.asked {
		first, _, _ := strings.Cut(w.Prompt, " ")
		if firsts[first] && !w.Reuse {
			t.Errorf("two prompts begin with %q", first)
		}
		firsts[first] = true
	}
}

// TestATemplateInTheCacheIsMadeUpFor: the beginning of this template is in the
// cache after the first request, so it does not count as processed.
func TestATemplateInTheCacheIsMadeUpFor(t *testing.T) {
	for name, count := range vocabularies {
		o := &odd{count: count, seed: 1, template: 10, shared: 5}
		for _, off := range o.measured(t, bench.Test{Prompt: 64}, bench.Test{Prompt: 128}) {
			if off > bench.NearPrompt {
				t.Errorf("%s: a prompt is off by %v of its length", name, off)
			}
		}
	}
}

// TestTheNearestLengthIsMeasured: each word of this server has ten tokens, so no
// prompt has 64 or 16. The nearest length is measured, and named.
func TestTheNearestLengthIsMeasured(t *testing.T) {
	o := &odd{count: func(words []string, _ int) int { return 10 * len(words) }}
	off := o.measured(t, bench.Test{Prompt: 64}, bench.Test{Prompt: 16})
	if len(off) != 6 {
		t.Fatalf("%d prompts, want 6", len(off))
	}
	for i, want := range []float64{4.0 / 64, 4.0 / 16} {
		for _, got := range off[3*i : 3*i+3] {
			if got != want {
				t.Errorf("a prompt is off by %v of its length, want %v", got, want)
			}
		}
	}
	if len(o.asked) > 2+2*(1+3*mostTurns) {
		t.Errorf("%d requests", len(o.asked))
	}
}
