package bench

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// Concurrency is the key of the parameter that says how many requests are sent at once.
const Concurrency = "concurrency"

// MostAtOnce is the largest number of requests that can be asked for at once.
const MostAtOnce = 256

// isAtOnce accepts a number of requests.
func isAtOnce(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n > 0 && n <= MostAtOnce
}

// AtOnce is how many requests a job sends at once; 1 if nothing else was asked
// for.
func (p Params) AtOnce() int {
	n, err := strconv.Atoi(p[Concurrency])
	if err != nil || n < 1 {
		return 1
	}
	return min(n, MostAtOnce)
}

// Stream is one of several requests that were sent at once. Its times count
// from its own request. A time of 0 was not seen, and a count of 0 was not told.
type Stream struct {
	// CachedTokens is how many tokens of its prompt came from the prompt cache.
	CachedTokens int `json:"cached_tokens,omitempty"`
	// AnswerTokens is the length of its answer, by the server's own count.
	AnswerTokens int `json:"answer_tokens,omitempty"`
	// FirstPieceNS is when its first piece of any kind came.
	FirstPieceNS int64 `json:"first_piece_ns,omitempty"`
	// FirstTokenNS is when its first token came.
	FirstTokenNS int64 `json:"first_token_ns,omitempty"`
	// FirstTextNS is when the first text of its answer itself came.
	FirstTextNS int64 `json:"first_text_ns,omitempty"`
	// EndNS is when its answer was complete.
	EndNS int64 `json:"end_ns,omitempty"`
	// TimedTokens is how many tokens TimedNS is the time of: what this request
	// alone would be measured by.
	TimedTokens int `json:"timed_tokens"`
	// TimedNS is that time, in nanoseconds.
	TimedNS int64 `json:"timed_ns"`
}

// TPS is the speed of one request.
func (s Stream) TPS() float64 { return TokensPerSecond(s.TimedTokens, s.TimedNS) }

// RequestTPS describes the speed of each single request of a test whose requests
// were sent several at once. It is empty for other tests.
func (t *TestState) RequestTPS() Summary {
	return t.ofEach(func(x Exchange) (out []float64) {
		for _, s := range x.Streams {
			out = append(out, s.TPS())
		}
		return out
	})
}

// Requests are the single requests of an exchange.
func (x Exchange) Requests() []Stream {
	if len(x.Streams) > 0 {
		return x.Streams
	}
	return []Stream{{
		CachedTokens: x.CachedTokens, AnswerTokens: x.AnswerTokens, FirstPieceNS: x.FirstPieceNS, FirstTokenNS: x.FirstTokenNS, FirstTextNS: x.FirstTextNS,
		EndNS: x.EndNS, TimedTokens: x.TimedTokens, TimedNS: x.TimedNS,
	}}
}

// ofRequests describes a time of every single request, in seconds.
func (t *TestState) ofRequests(of func(Stream) int64) Summary {
	return t.ofEach(func(x Exchange) (out []float64) {
		for _, s := range x.Requests() {
			out = append(out, float64(of(s))/1e9)
		}
		return out
	})
}

// late is the share of requests that get their first token no later than
// FirstTokenLate says.
const late = 0.95

// FirstTokenLate is the time within which 95 of 100 requests had their first
// token, in seconds (the nearest rank: one that was measured). requests is how
// many requests it is from; with fewer than 20 it is the slowest of them.
func (t *TestState) FirstTokenLate() (seconds float64, requests int) {
	var all []float64
	for _, x := range t.Exchanges() {
		for _, s := range x.Requests() {
			if s.FirstTokenNS > 0 {
				all = append(all, float64(s.FirstTokenNS)/1e9)
			}
		}
	}
	if len(all) == 0 {
		return 0, 0
	}
	slices.Sort(all)
	return all[int(math.Ceil(late*float64(len(all))))-1], len(all)
}

// Growth says how a server's total speed grows with the number of requests at
// once.
type Growth struct {
	// Points are the measured numbers of requests, from the smallest.
	Points []GrowthPoint
	// Best is the index of the point from which on the total does not grow any
	// more, as far as was measured.
	Best int
}

// GrowthPoint is the total speed of so many requests at once.
type GrowthPoint struct {
	AtOnce int
	Total  float64
}

// leastGrowth is the gain that counts as growth. Less is within what one start
// of an engine differs from the next.
const leastGrowth = 1.05

// GrowthOf finds where the total speed stops growing. A point counts if it is
// faster than the best one before it by at least a twentieth.
func GrowthOf(points []GrowthPoint) Growth {
	points = slices.Clone(points)
	slices.SortFunc(points, func(a, b GrowthPoint) int { return cmp.Compare(a.AtOnce, b.AtOnce) })
	g := Growth{Points: points}
	for i, p := range points {
		if p.Total > points[g.Best].Total*leastGrowth {
			g.Best = i
		}
	}
	return g
}

// StillGrows tells whether the largest measured number of requests was still
// faster than all smaller ones.
func (g Growth) StillGrows() bool { return g.Best == len(g.Points)-1 }
