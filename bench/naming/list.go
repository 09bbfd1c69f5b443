package naming

import (
	"slices"
	"strings"
)

// Fit is how well a name fits a thing. A better one leaves all worse out:
// "qwen3 30b" means "Qwen3 30B-A3B", which begins so, before "Qwen3-Coder 30B".
type Fit int

// From the worst to the best.
const (
	Not       Fit = iota
	Within        // the text stands within a name: "lama-3"
	Scrambled     // all words do, in another order
	Ordered       // all words do, in their order
	Beginning     // the name begins with the words
	SameWords     // the name has these words and no others
	Same          // the name is written so, but for capital letters
)

// List is a number of things, each with all its names.
type List struct {
	things [][]called
	// same and sameWords find those that have a name as it is written, or in
	// its words: to ask for each of many things must not take their square.
	same, sameWords map[string][]int
}

type called struct {
	text        string
	words, runs []string // as Words has them, and those of letters together
}

func call(name string) called {
	words := Words(name)
	return called{strings.ToLower(strings.TrimSpace(name)), words, together(words)}
}

// key is the same for names with the same words.
func (c called) key() string { return strings.Join(c.runs, " ") }

// New makes a list; things[i] are the names of the i-th.
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

// note puts a thing down once for all its names that are alike. Things come in
// their order.
func note(under map[string][]int, key string, thing int) {
	if n := len(under[key]); n == 0 || under[key][n-1] != thing {
		under[key] = append(under[key], thing)
	}
}

// Find gives those things that fit a name best, and how well they do. Of
// ORGANISATION/NAME the second half will do where nothing fits the whole.
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

// fits says how well a name fits that has not the same words.
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
