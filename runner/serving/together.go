package serving

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"dragstrip/bench"
)

// Asker sends one request and waits for its whole answer.
type Asker interface {
	Ask(ctx context.Context, model string, w Wish) (Answer, error)
}

// askAll sends requests at once and waits for all answers. The first error ends
// the other requests.
func askAll(ctx context.Context, server Asker, model string, list []Wish) ([]Answer, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		answers = make([]Answer, len(list))
		all     sync.WaitGroup
		once    sync.Once
		first   error
	)
	for i, w := range list {
		all.Go(func() {
			a, err := server.Ask(ctx, model, w)
			if err != nil {
				once.Do(func() { first = err })
				cancel()
			}
			answers[i] = a
		})
	}
	all.Wait()
	return answers, first
}

// span is the time from the first of several requests to the last moment that
// until gives for one of them.
func span(answers []Answer, until func(Answer) time.Duration) time.Duration {
	begin, end := answers[0].Sent, time.Duration(0)
	for _, a := range answers {
		begin, end = min(begin, a.Sent), max(end, a.Sent+until(a))
	}
	return end - begin
}

func toFirstToken(a Answer) time.Duration { return a.FirstToken }
func toLastToken(a Answer) time.Duration  { return a.LastToken }

// exchanges turns the answers of one repetition into its record. An error says
// why the answers cannot be used.
func (q asked) exchanges(answers []Answer) (bench.Exchange, error) {
	if len(answers) == 1 {
		return q.exchange(answers[0])
	}
	var all bench.Exchange
	var pieces, tokens, texts []int64
	for i, a := range answers {
		x, err := q.exchange(a)
		if err != nil {
			return x, err
		}
		if i == 0 {
			all = x
			all.ServerTPS = 0 // the server's own figure is that of one request
		} else {
			all.DraftTokens, all.AcceptedTokens = all.DraftTokens+x.DraftTokens, all.AcceptedTokens+x.AcceptedTokens
		}
		pieces, tokens, texts = append(pieces, x.FirstPieceNS), append(tokens, x.FirstTokenNS), append(texts, x.FirstTextNS)
		all.Streams = append(all.Streams, bench.Stream{
			CachedTokens: x.CachedTokens, AnswerTokens: x.AnswerTokens,
			FirstPieceNS: x.FirstPieceNS, FirstTokenNS: x.FirstTokenNS, FirstTextNS: x.FirstTextNS, EndNS: x.EndNS, TimedTokens: x.TimedTokens, TimedNS: x.TimedNS,
		})
	}
	all.FirstPieceNS, all.FirstTokenNS, all.FirstTextNS = middle(pieces), middle(tokens), middle(texts)
	all.EndNS = int64(span(answers, toLastToken))
	count, took, err := q.total(answers)
	all.TimedTokens, all.TimedNS = count, int64(took)
	return all, err
}

// middle is the median of the times that were seen; 0 if none was.
func middle(times []int64) int64 {
	times = slices.DeleteFunc(times, func(ns int64) bool { return ns == 0 })
	if len(times) == 0 {
		return 0
	}
	slices.Sort(times)
	n := len(times)
	return (times[(n-1)/2] + times[n/2]) / 2
}

// total is how many tokens all requests together gave in which time. Prompts
// count until the last request has its first token. A generation counts while
// all answers are on their way: before and after that, fewer share the server.
func (q asked) total(answers []Answer) (tokens int, took time.Duration, err error) {
	if q.test.IsDecode() {
		return window(answers)
	}
	for _, a := range answers {
		tokens += q.processed(a)
		if q.test.Generation > 0 {
			tokens += a.Tokens
		}
	}
	if q.test.IsPrefill() {
		return tokens, span(answers, toFirstToken), nil
	}
	return tokens, span(answers, toLastToken), nil
}

// leastInWindow is how many tokens of each answer must come while all answers
// are on their way.
const leastInWindow = 2

// window counts the tokens between the latest first token and the earliest last
// token.
func window(answers []Answer) (tokens int, took time.Duration, err error) {
	from, to := time.Duration(0), time.Duration(math.MaxInt64)
	for _, a := range answers {
		from, to = max(from, a.Sent+a.FirstToken), min(to, a.Sent+a.LastToken)
	}
	if to <= from {
		return 0, 0, notTogether(len(answers))
	}
	exact := 0.0
	for _, a := range answers {
		exact += a.tokensUntil(to-a.Sent) - a.tokensUntil(from-a.Sent)
	}
	tokens = int(math.Round(exact))
	if tokens < leastInWindow*len(answers) {
		return 0, 0, notTogether(len(answers))
	}
	return tokens, time.Duration(float64(to-from) * float64(tokens) / exact), nil
}

func notTogether(requests int) error {
	return fault(bench.FailServer, fmt.Sprintf("the server did not answer all %d requests at once: some answers began only after others had ended", requests),
		"let the server work on more requests at once, if it has such a setting (slots, parallel requests), or use a smaller --concurrency or a longer generation (-n)")
}
