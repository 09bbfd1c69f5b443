package serving

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// Try sends one short request, to see that the server answers with text at all,
// and then a longer one, to learn how words become tokens.
func (b *Bench) Try(ctx context.Context) error {
	var seed [8]byte
	_, _ = rand.Read(seed[:])
	return b.try(ctx, binary.LittleEndian.Uint64(seed[:]))
}

// try is Try with prompts that the seed chooses.
func (b *Bench) try(ctx context.Context, seed uint64) error {
	b.prompts = newPrompts(seed)
	b.written = newWriter(b.Request.Text, b.prompts)
	texts := []string{b.prompts.text(shortText), b.prompts.text(longText)}
	short, err := b.ask(ctx, []Wish{{Prompt: texts[0], Tokens: shortAnswer}})
	if err != nil {
		return err
	}
	if short[0].FirstToken == 0 {
		return noText()
	}
	long, err := b.ask(ctx, []Wish{{Prompt: texts[1], Tokens: 1}})
	if err != nil {
		return err
	}
	b.prompts.compare(shortText, short[0].PromptTokens, longText, long[0].PromptTokens)
	for i, tokens := range []int{short[0].PromptTokens, long[0].PromptTokens} {
		b.prompts.fit.learn("", strings.Fields(texts[i]), tokens, tokens)
	}
	if b.written.kind == "" {
		return nil
	}
	sample := b.written.sample()
	piece, err := b.ask(ctx, []Wish{{Prompt: sample, Tokens: 1}})
	if err == nil {
		b.written.seems(len(sample), piece[0].PromptTokens-int(max(b.prompts.base, 0)))
	}
	return err
}

// Measure does the tests, one after the other.
func (b *Bench) Measure(ctx context.Context) error {
	var told []bench.Told
	if n := b.Request.AtOnce; n > 0 {
		told = append(told, bench.Told{Name: bench.Concurrency, Value: strconv.Itoa(n)})
	}
	if b.Request.Text != "" {
		told = append(told, bench.Told{Name: bench.PromptText, Value: b.Request.Text})
	}
	if len(told) > 0 {
		if err := b.Say(engine.Line{E: "told", Told: told}); err != nil {
			return err
		}
	}
	for i, t := range b.Request.Tests {
		if err := b.Say(engine.Line{E: "test", I: &i, Test: t.String()}); err != nil {
			return err
		}
		if err := b.one(ctx, i, t); err != nil {
			return err
		}
	}
	return nil
}

// one does one test.
func (b *Bench) one(ctx context.Context, i int, t bench.Test) error {
	if wait := b.Request.DelaySeconds; wait > 0 {
		if err := b.Say(engine.Line{E: "delay", I: &i}); err != nil {
			return err
		}
		if !rest(ctx, time.Duration(wait)*time.Second) {
			return ctx.Err()
		}
	}
	if !b.Request.NoWarmup {
		if err := b.warmUp(ctx, i, t); err != nil {
			return err
		}
	}
	result := b.About
	result.E, result.I, result.Test = "result", &i, t.String()
	result.Started = float64(time.Now().UnixMilli()) / 1e3
	for k := 1; k <= b.Request.Repetitions; k++ {
		x, err := b.repetition(ctx, i, k, t)
		if err != nil {
			return err
		}
		ns := sampleOf(t, x)
		if err := b.Say(engine.Line{E: "sample", I: &i, K: k, Of: b.Request.Repetitions, NS: ns}); err != nil {
			return err
		}
		result.Samples, result.Exchanges = append(result.Samples, ns), append(result.Exchanges, x)
	}
	return b.Say(result)
}

// mostWarmUp is how many tokens a warm-up generates at most.
const mostWarmUp = 16

// warmUp does the test once, with a short generation.
func (b *Bench) warmUp(ctx context.Context, i int, t bench.Test) error {
	if err := b.Say(engine.Line{E: "warmup", I: &i}); err != nil {
		return err
	}
	if t.Depth > 0 {
		return nil // filling the context warms up, too
	}
	t.Generation = min(t.Generation, mostWarmUp)
	q, list := b.wishes(ctx, t)
	answers, err := b.ask(ctx, list)
	if err != nil {
		return err
	}
	b.learn(q, list, answers)
	return nil
}

// repetition does one repetition. If the server took a prompt from its cache,
// or counted another length, it is done again with another prompt. If no prompt
// has the wanted length, the nearest one counts.
func (b *Bench) repetition(ctx context.Context, i, k int, t bench.Test) (best bench.Exchange, err error) {
	nearest := math.Inf(1)
	for turn := 1; ; turn++ {
		if err := b.fill(ctx, i, k, t); err != nil {
			return best, err
		}
		q, list := b.wishes(ctx, t)
		if err := b.Say(engine.Line{E: "rep", I: &i, K: k, Of: b.Request.Repetitions}); err != nil {
			return best, err
		}
		if !b.Request.NoTicks {
			follow(b.Say, i, t, list)
		}
		answers, err := b.ask(ctx, list)
		if err != nil {
			return best, err
		}
		b.learn(q, list, answers)
		x, err := q.exchanges(answers)
		off, worst := q.misfit(answers)
		if err == nil && off < nearest {
			best, nearest = x, off
		}
		switch {
		case nearest <= bench.NearPrompt:
			b.reportCold(&best)
			return best, nil
		case turn < turns, err == nil && turn < mostTurns:
		case nearest <= farthest:
			b.reportCold(&best)
			return best, nil
		case err != nil:
			return x, err
		default:
			return x, misfits(q, answers[worst])
		}
	}
}

// learn notes how many tokens the server counted.
func (b *Bench) learn(q asked, list []Wish, answers []Answer) {
	for i, a := range answers {
		start := b.startOf(q, i)
		b.learnLength(start, list[i].Prompt, b.lengthOf(q, i), a.PromptTokens)
		switch {
		case q.offBy(a) <= bench.NearPrompt || !a.CacheTold:
		case !q.warm && float64(a.CachedTokens) <= min(mostCached*float64(a.PromptTokens), mostAdded):
			b.shared = a.CachedTokens
		case q.warm && a.CachedTokens > 0 && a.CachedTokens <= len(start)+mostAdded:
			b.keptTokens[i] = a.CachedTokens
		}
	}
	if off, worst := q.misfit(answers); off > bench.NearPrompt && b.written.kind == "" {
		b.prompts.correct(len(strings.Fields(list[worst].Prompt)), answers[worst].PromptTokens)
		b.prompts.fit.odd = true
	}
}

// learnLength notes how many tokens the server counted in one prompt.
func (b *Bench) learnLength(start, prompt string, wanted, tokens int) {
	if b.written.kind != "" {
		b.written.learn(len(prompt), tokens)
		return
	}
	b.prompts.fit.learn(start, strings.Fields(prompt[len(start):]), wanted, tokens)
}

// ask sends requests at once. Prompts that the server did not count while it
// streamed are counted afterwards, when nothing is timed any more.
func (b *Bench) ask(ctx context.Context, list []Wish) ([]Answer, error) {
	answers, err := askAll(ctx, b.Server, b.Model, list)
	if err != nil {
		return nil, err
	}
	for i := range answers {
		if c, can := b.Server.(counter); can && answers[i].PromptTokens == 0 {
			answers[i].PromptTokens = c.counted(ctx, b.Model, list[i])
		}
		answers[i].forgetImpossible(list[i].Prompt)
	}
	return answers, nil
}

// fill brings the context of a server to a test's depth, if it is not there
// yet: one context for each of the requests at once.
func (b *Bench) fill(ctx context.Context, i, k int, t bench.Test) error {
	if t.Depth == 0 {
		return nil
	}
	kept := b.depth == t.Depth
	if err := b.Say(engine.Line{E: "fill", I: &i, K: k, Cached: kept}); err != nil || kept {
		return err
	}
	for turn := 1; ; turn++ {
		off, err := b.fillOnce(ctx, t.Depth)
		if err != nil || off <= bench.NearPrompt || turn == turns {
			return err
		}
	}
}

// fillOnce fills the contexts, and says how far the worst one is from its
// wanted length.
func (b *Bench) fillOnce(ctx context.Context, depth int) (off float64, err error) {
	b.depth, b.kept, b.keptTokens = 0, nil, nil
	var list []Wish
	for range b.atOnce() {
		text := b.text(ctx, "", depth)
		b.kept, list = append(b.kept, text), append(list, Wish{Prompt: text, Tokens: 1, Reuse: true})
	}
	answers, err := b.ask(ctx, list)
	if err != nil {
		return 0, err
	}
	for i, a := range answers {
		tokens := cmp.Or(a.PromptTokens, depth)
		off = max(off, bench.PromptOff(depth, tokens))
		b.keptTokens = append(b.keptTokens, tokens)
		b.learnLength("", b.kept[i], depth, a.PromptTokens)
		b.learnLength(b.kept[i], b.kept[i], depth, a.PromptTokens)
	}
	b.prompts.correct(len(strings.Fields(b.kept[0])), answers[0].PromptTokens)
	b.prompts.fit.odd = b.prompts.fit.odd || off > bench.NearPrompt
	b.depth, b.cold = depth, answers
	return off, nil
}

// reportCold notes with a repetition how long the context before it took.
func (b *Bench) reportCold(x *bench.Exchange) {
	if len(b.cold) == 0 {
		return
	}
	for _, a := range b.cold {
		x.ColdTokens += a.PromptTokens - a.CachedTokens
	}
	x.ColdNS, b.cold = int64(span(b.cold, toFirstToken)), nil
}
