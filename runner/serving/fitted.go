package serving

import (
	"math"
	"slices"
)

// counted is a text whose tokens the server has counted, with all that the
// server adds. It begins with a start that the server may keep.
type counted struct {
	words  []string // after the start
	tokens int
}

// fittings is how often the length of a text is corrected before it is sent.
const fittings = 12

// fitter makes prompts of a wanted length for a vocabulary that does not have
// one token for each word. It changes as few words as it can of a text that the
// server has counted: the first word, so that a prompt cache finds nothing, and
// some words at the end.
type fitter struct {
	costs costs
	known map[string][]counted // by the text's start
	// odd says that a prompt had another length than random words should have.
	// Before that, random words are good enough.
	odd bool
}

func newFitter() fitter { return fitter{costs: newCosts(1), known: map[string][]counted{}} }

// mostKnown is how many texts are remembered for one start.
const mostKnown = 32

// learn notes what the server counted: tokens of the start and the words after
// it. A count of 0 was not told. The words came from the text that is the nearest
// to the wanted length, so what differs from that one is what can be learnt.
func (f *fitter) learn(start string, words []string, wanted, tokens int) {
	if tokens <= 0 {
		return
	}
	if near, ok := f.nearest(start, wanted); ok {
		f.costs.learn(difference(words, near.words), tokens-near.tokens)
	}
	list := append(f.known[start], counted{words, tokens})
	f.known[start] = list[max(0, len(list)-mostKnown):]
}

// nearest is the counted text whose length is the nearest to a wanted one, and
// the latest of these.
func (f *fitter) nearest(start string, tokens int) (best counted, ok bool) {
	for _, c := range f.known[start] {
		if !ok || distance(c.tokens, tokens) <= distance(best.tokens, tokens) {
			best, ok = c, true
		}
	}
	return best, ok
}

func distance(a, b int) int { return max(a-b, b-a) }

// difference says how often more each word is in one list than in another.
func difference(in, other []string) map[string]int {
	times := map[string]int{}
	for _, w := range in {
		times[w]++
	}
	for _, w := range other {
		times[w]--
	}
	return times
}

// attempt is a list of words that may have the wanted length.
type attempt struct {
	words []string
	lacks float64 // tokens, by the estimates
	doubt float64 // the variance of that
}

// badness is how far an attempt may be from the wanted length.
func (a attempt) badness() float64 { return math.Abs(a.lacks) + math.Sqrt(a.doubt) }

// from changes a counted text: another first word, and more or fewer words at the
// end until about as many tokens are there as are wanted.
func (f *fitter) from(c counted, first string, tokens int, another func() string) attempt {
	a := attempt{nil, float64(tokens - c.tokens), 0}.less(f.costs.of(first))
	a.words = append([]string{first}, c.words[min(1, len(c.words)):]...)
	if len(c.words) > 0 {
		old := f.costs.of(c.words[0])
		a.lacks, a.doubt = a.lacks+old.tokens, a.doubt+old.doubt
	}
	for a.lacks < 0 && len(a.words) > 1 {
		a = f.without(a)
	}
	for room := 2 * max(f.costs.each.tokens, 1); a.lacks > room && len(a.words) <= tokens; {
		word := another()
		a = a.less(f.costs.of(word))
		a.words = append(a.words, word)
	}
	return a
}

// less is an attempt that lacks one word less. Only its figures are right.
func (a attempt) less(e estimate) attempt {
	a.lacks, a.doubt = a.lacks-e.tokens, a.doubt+e.doubt
	return a
}

// without takes the last word away.
func (f *fitter) without(a attempt) attempt {
	last := len(a.words) - 1
	e := f.costs.of(a.words[last])
	return attempt{a.words[:last], a.lacks + e.tokens, a.doubt + e.doubt}
}

// mostOff is how many words at the end are taken away at most to find better
// ones.
const mostOff = 2

// finish finds the words at the end that bring an attempt the nearest to the
// wanted length: it takes away up to two, and adds up to two of these.
func (f *fitter) finish(a attempt, words []string) attempt {
	each := make([]estimate, len(words))
	for i, w := range words {
		each[i] = f.costs.of(w)
	}
	best, ending := a, [2]string{}
	try := func(b attempt, first, second string) {
		if b.badness() < best.badness() {
			best, ending = b, [2]string{first, second}
		}
	}
	for off := 0; ; off++ {
		try(a, "", "")
		for i, w := range words {
			one := a.less(each[i])
			try(one, w, "")
			for k, v := range words[:i] {
				try(one.less(each[k]), w, v)
			}
		}
		if off == mostOff || len(a.words) == 1 { // the first word stays
			break
		}
		a = f.without(a)
	}
	best.words = slices.Clone(best.words)
	for _, w := range ending {
		if w != "" {
			best.words = append(best.words, w)
		}
	}
	return best
}
