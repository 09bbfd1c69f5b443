package naming

import (
	"slices"
	"strings"
)

// Fit is how well a name fits a thing. Only the best fits count: "qwen3 30b"
// means "Qwen3 30B-A3B", which begins with these words, and not "Qwen3-Coder
// 30B".
type Fit int

// From the worst to the best.
const (
	Not       Fit = iota
	Within        // the name contains the text: "lama-3"
	Scrambled     // the name has all words, in another order
	Ordered       // the name has all words, in their order
	Beginning     // the name begins with the words
	SameWords     // the name has these words and no others
	Same          // the name is the same, except for capital letters
)

// List is a number of things, each with all its names.
type List struct {
	things [][]called
	// same and sameWords find things by a name as it is written, and by its
	// words. Without them, looking up all things of a long list would take
	// quadratic time.
	same, sameWords map[string][]int
}

type called struct {
	text        string
	words, runs []string // words as Words gives them; runs is the same with words of letters joined
}

func call(name string) called {
	words := Words(name)
	return called{strings.ToLower(strings.TrimSpace(name)), words, together(words)}
}

// key gives a text that is the same for names with the same words.
func (c called) key() string { return strings.Join(c.runs, " ") }

// New makes a list. things[i] holds the names of thing i.
func New(things [][]string) *List {
	l := &List{make([][]called, len(things)), map[string][]int{}, map[string][]int{}}
	for i, names := range things {
		for _, n := range names {
			if c := call(n); len(c.words) > 0 {
				l.things[i] = append(l.things[i], c)
				note(l.same, c.text, i)
				note(l.sameWords, c.key(), i)
			}
		}
	}
	return l
}

// note records a thing under a key. Even if several names of the thing have this
// key, it is recorded only once. note must be called for the things in their
// order.
func note(under map[string][]int, key string, thing int) {
	if n := len(under[key]); n == 0 || under[key][n-1] != thing {
		under[key] = append(under[key], thing)
	}
}

// Find gives the things that a name fits best, and how well it fits them. If
// asked is ORGANISATION/NAME, it also tries NAME alone, and takes that if it
// fits better.
func (l *List) Find(asked string) ([]int, Fit) {
	hits, fit := l.find(asked)
	if _, name, ok := strings.Cut(asked, "/"); ok && fit < SameWords && !strings.Contains(name, "/") {
		if half, halfFit := l.find(name); halfFit > max(fit, Within) {
			return half, halfFit
		}
	}
	return hits, fit
}

func (l *List) find(asked string) (hits []int, best Fit) {
	want := call(asked)
	if len(want.words) == 0 {
		return nil, Not
	}
	if hits := l.same[want.text]; hits != nil {
		return slices.Clone(hits), Same
	}
	if hits := l.sameWords[want.key()]; hits != nil {
		return slices.Clone(hits), SameWords
	}
	for i, names := range l.things {
		fit := Not
		for _, n := range names {
			fit = max(fit, n.fits(want))
		}
		if fit > best {
			best, hits = fit, nil
		}
		if fit == best && fit > Not {
			hits = append(hits, i)
		}
	}
	return hits, best
}

// fits says how well a name fits that does not have the same words.
func (n called) fits(want called) Fit {
	switch {
	case beginsWith(n.words, want.words), beginsWith(n.runs, want.runs):
		return Beginning
	case holds(n.words, want.words):
		return Ordered
	case holdsAnywhere(n.words, want.words):
		return Scrambled
	case strings.Contains(n.text, want.text):
		return Within
	}
	return Not
}
