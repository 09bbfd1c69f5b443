package serving

import (
	"maps"
	"math"
	"slices"
)

// costs estimates how many tokens a word has with the server's vocabulary. A
// word's estimate is what all words have in common, what each letter adds, and
// what is the word's own. Each count of the server corrects the estimates: the
// less is known about a part, the more it gets of the difference (a Kalman
// filter that keeps no covariances).
type costs struct {
	each, letter estimate
	own          map[string]*estimate
	ownDoubt     float64
}

// estimate is a number of tokens, and the variance of its error.
type estimate struct{ tokens, doubt float64 }

// usualLetters is about how many letters a word of the vocabulary has.
const usualLetters = 5

// Doubts before anything was counted, and the doubt of each count: neighbouring
// words may share a token.
const (
	letterDoubt = 0.25
	countDoubt  = 0.1
)

// newCosts begins with the mean number of tokens a word, if that is known.
func newCosts(perWord float64) costs {
	odd := 0.1 + 0.5*math.Abs(perWord-1)
	return costs{each: estimate{perWord, odd * odd}, letter: estimate{0, letterDoubt * odd * odd}, own: map[string]*estimate{}, ownDoubt: odd * odd}
}

func (c *costs) ownOf(word string) estimate {
	if e := c.own[word]; e != nil {
		return *e
	}
	return estimate{0, c.ownDoubt}
}

// of estimates one word.
func (c *costs) of(word string) estimate {
	own := c.ownOf(word)
	return estimate{c.each.tokens + c.letter.tokens*float64(len(word)-usualLetters) + own.tokens, own.doubt}
}

// sum estimates words, each as often as it is counted in times.
func (c *costs) sum(times map[string]int) (tokens float64) {
	for _, word := range slices.Sorted(maps.Keys(times)) { // the same sum each time
		tokens += float64(times[word]) * c.of(word).tokens
	}
	return tokens
}

// learn corrects the estimates: these words together have so many tokens.
func (c *costs) learn(times map[string]int, tokens int) {
	each, letters, doubt := 0.0, 0.0, countDoubt
	for _, word := range slices.Sorted(maps.Keys(times)) {
		n := times[word]
		each += float64(n)
		letters += float64(n * (len(word) - usualLetters))
		doubt += float64(n*n) * c.ownOf(word).doubt
	}
	doubt += each*each*c.each.doubt + letters*letters*c.letter.doubt
	off := (float64(tokens) - c.sum(times)) / doubt
	c.each.correct(each, off, doubt)
	c.letter.correct(letters, off, doubt)
	for word, n := range times {
		if n == 0 {
			continue
		}
		if c.own[word] == nil {
			c.own[word] = &estimate{0, c.ownDoubt}
		}
		c.own[word].correct(float64(n), off, doubt)
	}
}

// correct takes a part's share of a difference. off is the difference, divided
// by the doubt about all parts together.
func (e *estimate) correct(times, off, doubt float64) {
	e.tokens += times * e.doubt * off
	e.doubt -= times * times * e.doubt * e.doubt / doubt
}
