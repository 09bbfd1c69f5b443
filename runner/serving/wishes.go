package serving

import (
	"context"
	"slices"
	"strings"

	"dragstrip/bench"
)

// wishes makes the requests of one repetition.
func (b *Bench) wishes(ctx context.Context, t bench.Test) (asked, []Wish) {
	q := asked{test: t, prompt: t.Depth + t.Prompt, warm: t.Depth > 0}
	q.fresh = t.Prompt
	w := Wish{Tokens: max(t.Generation, 1), Reuse: q.warm}
	if t.IsDecode() {
		// The time from the first token to the last one is that of one token less.
		w.Tokens++
		q.fresh = shortPrompt
		if b.written.kind != "" {
			q.fresh = bench.TextPrompt
		}
		q.prompt = t.Depth + q.fresh
	}
	if !q.warm {
		b.depth = 0 // these requests take the place of what was kept
	} else if len(b.keptTokens) > 0 {
		q.kept = slices.Min(b.keptTokens)
	}
	list := make([]Wish, b.atOnce())
	for i := range list {
		list[i] = w
		if start := b.startOf(q, i); b.written.kind != "" && t.IsDecode() {
			list[i].Prompt = b.written.ask(start)
		} else {
			list[i].Prompt = b.text(ctx, start, b.lengthOf(q, i))
		}
	}
	return q, list
}

// startOf is the text at the beginning of a prompt that the server keeps.
func (b *Bench) startOf(q asked, i int) string {
	if q.warm && i < len(b.kept) {
		return b.kept[i]
	}
	return ""
}

// lengthOf is the wanted length of a whole prompt: what the server keeps, and
// what is new.
func (b *Bench) lengthOf(q asked, i int) int {
	if q.warm && i < len(b.keptTokens) {
		return b.keptTokens[i] + q.fresh
	}
	return q.prompt + b.shared
}

// text makes a text of a wanted length in tokens, which begins with start. If
// the server can count, the length is corrected until it is right, or nearly so.
func (b *Bench) text(ctx context.Context, start string, tokens int) string {
	if b.written.kind != "" {
		return b.written.prompt(ctx, start, tokens, b.Count)
	}
	if b.Count == nil && b.prompts.fit.odd {
		if words, ok := b.prompts.fitted(start, tokens); ok {
			return joined(start, words)
		}
	}
	before := len(strings.Fields(start))
	words := strings.Fields(b.prompts.text(max(1, b.prompts.words(tokens)-before)))
	best, nearest := words, -1
	for range fittings {
		if b.Count == nil {
			break
		}
		n, err := b.Count(ctx, joined(start, words))
		if err != nil {
			break
		}
		off := tokens - n
		if nearest < 0 || max(off, -off) < nearest {
			best, nearest = words, max(off, -off)
		}
		if off == 0 {
			break
		}
		words = b.prompts.longer(words, off)
	}
	return joined(start, best)
}
