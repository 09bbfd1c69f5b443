package serving

import (
	"cmp"
	"fmt"
	"time"

	"dragstrip/bench"
)

// Bounds of what counts as a sample.
const (
	// mostCached is the share of a cold prompt that may come from the cache:
	// the beginning of a template is the same in every request.
	mostCached = 0.1
	// leastLength is the share of a wanted answer that must have come.
	leastLength = 0.5
	// leastKept is the share of the text before a test that a server must have
	// kept, but for two tokens.
	leastKept = 0.9
	// farthest is how far the nearest prompt may be from its wanted length. The
	// result then says how long it was.
	farthest = 0.5
)

// asked is what one repetition asked for.
type asked struct {
	test bench.Test
	// prompt is the wanted length of the whole prompt, with the depth; fresh is
	// how much of it the server has not seen before.
	prompt, fresh int
	warm          bool // the prompt begins with what the server has processed before
	kept          int  // how many tokens that were
}

// cacheOf says what a server told about its prompt cache.
func cacheOf(a Answer) bench.CacheState {
	if !a.CacheTold || a.PromptTokens == 0 {
		return bench.CacheUnknown
	}
	return bench.CacheStateOf(a.PromptTokens, a.CachedTokens)
}

// processed is how many tokens of the prompt the server computed. If it does not
// tell, they are taken to be as many as were asked for.
func (q asked) processed(a Answer) int {
	if a.PromptTokens == 0 || q.warm && !a.CacheTold {
		return q.fresh
	}
	return a.PromptTokens - a.CachedTokens
}

// exchange turns an answer into a record of a repetition. An error says why the
// answer cannot be used.
func (q asked) exchange(a Answer) (bench.Exchange, error) {
	x := bench.Exchange{
		PromptTokens: a.PromptTokens, CachedTokens: a.CachedTokens, Cache: cacheOf(a), AnswerTokens: a.Tokens, Pieces: a.Pieces,
		FirstPieceNS: int64(a.FirstPiece), FirstTokenNS: int64(a.FirstToken), FirstTextNS: int64(a.FirstText), EndNS: int64(a.LastToken),
		DraftTokens: a.DraftTokens, AcceptedTokens: a.AcceptedTokens,
	}
	if a.FirstToken == 0 {
		return x, noText()
	}
	if err := q.unusable(a); err != nil {
		return x, err
	}
	var took time.Duration
	switch {
	case q.test.IsPrefill():
		x.TimedTokens, took, x.ServerTPS = q.processed(a), a.FirstToken, a.PromptTPS
	case q.test.IsDecode():
		x.TimedTokens, took, x.ServerTPS = a.Tokens-a.FirstTokens, a.LastToken-a.FirstToken, a.TPS
	default:
		x.TimedTokens, took = q.processed(a)+a.Tokens, a.LastToken
	}
	if x.TimedTokens < 1 || took <= 0 {
		return x, atOnce(a)
	}
	x.TimedNS = int64(took)
	return x, nil
}

// sampleOf is the time of a repetition: the measured time, scaled to the tokens
// of the test if some more or less were counted.
func sampleOf(t bench.Test, x bench.Exchange) int64 {
	if x.TimedTokens == t.Tokens() {
		return x.TimedNS
	}
	return int64(float64(x.TimedNS) * float64(t.Tokens()) / float64(x.TimedTokens))
}

// unusable says why an answer is not what the test is about.
func (q asked) unusable(a Answer) error {
	if q.test.Prompt > 0 && a.CacheTold && a.PromptTokens > 0 {
		switch {
		case !q.warm && float64(a.CachedTokens) > mostCached*float64(a.PromptTokens):
			return fromCache(a)
		case q.warm && float64(a.CachedTokens) < leastKept*float64(q.kept)-2:
			return notKept(q, a)
		}
	}
	if wanted := q.test.Generation; wanted > 0 && float64(a.Tokens-1) < leastLength*float64(wanted) {
		return endedEarly(a, wanted)
	}
	return nil
}

// misfit is how far the prompts are from their wanted length, as a share of it,
// and which of them is the farthest.
func (q asked) misfit(answers []Answer) (off float64, worst int) {
	for i, a := range answers {
		if share := q.offBy(a); share > off {
			off, worst = share, i
		}
	}
	return off, worst
}

// offBy is how far one prompt is from its wanted length. Only prompts that are
// timed need a length.
func (q asked) offBy(a Answer) float64 {
	if q.test.Prompt == 0 || a.PromptTokens == 0 {
		return 0
	}
	return bench.PromptOff(q.fresh, q.processed(a))
}

func fromCache(a Answer) error {
	return fault(bench.FailServer, fmt.Sprintf("the server took %d of the prompt's %d tokens from its prompt cache, although the prompt was new", a.CachedTokens, a.PromptTokens),
		"turn the server's prompt cache off, or let nobody else use the server while it is measured")
}

func notKept(q asked, a Answer) error {
	return fault(bench.FailServer, fmt.Sprintf("the server did not keep the context: it processed %d tokens, although only %d of them were new", q.processed(a), q.fresh),
		fmt.Sprintf("turn the server's prompt cache on, or measure the whole prompt instead (-p %d, without -d)", q.prompt))
}

func endedEarly(a Answer, wanted int) error {
	return fault(bench.FailServer, fmt.Sprintf("the answer ended after %s of the wanted %d (%s)", bench.Plural(a.Tokens, "token"), wanted, quoted(cmp.Or(a.Finish, "no reason given"))),
		"use a smaller -n, or a server that can ignore the end token (ignore_eos)")
}

// atOnce is the error for an answer whose tokens have no times of their own.
func atOnce(a Answer) error {
	return fault(bench.FailServer, fmt.Sprintf("the server sent all %s of its answer at once, so their speed cannot be seen", bench.Plural(a.Tokens, "token")),
		"use a longer generation (-n), or a prompt and generation timed together (-pg); a proxy between here and the server may hold answers back")
}

func misfits(q asked, a Answer) error {
	return fault(bench.FailServer, fmt.Sprintf("no prompt of %d tokens can be made: the nearest has %d by the server's own count", q.fresh, q.processed(a)),
		"use a longer prompt (-p): the server adds a template to each prompt")
}
