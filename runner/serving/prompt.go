package serving

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// vocabulary holds common English words. Nearly every tokenizer has one token
// for each of them together with the space before it. So the length of a prompt
// can be chosen without a tokenizer, and the server's own count confirms it.
var vocabulary = strings.Fields(`
	time year people way day man thing woman life child world school state family student group country problem hand
	part place case week company system program question work government number night point home water room mother area
	money story fact month lot right study book eye job word business issue side kind head house service friend father
	power hour game line end member law car city community name president team minute idea kid body information back
	parent face others level office door health person art war history party result change reason research girl moment
	air teacher force education foot boy age policy music market sense nation plan college interest death experience
	effect use class control field development role rate heart drug show leader light voice wife mind price report
	decision son view relationship town road arm difference value building action season tax director position player
	record paper space ground form event official matter center site project activity star table need court oil cost
	industry figure street image phone data picture practice piece land product doctor wall worker news test movie
	north love support technology step baby computer type attention film tree source organization hair look window
	culture brother energy period course summer plant term letter condition choice rule south floor material population
	call hospital church risk fire future bank fight west sound green blue black white small large early old high long
	great little young important public bad same able good new first last own other big different next few possible
	late hard major better strong whole free true open
`)

// prompts makes texts of a wanted length in tokens. Each text begins with
// another word than the ones before it, so that a prompt cache finds nothing.
type prompts struct {
	random *rand.Rand
	order  []int // of the first words
	made   int
	// A text of n words has about base + perWord·n tokens. The base is what the
	// server adds: a token for the beginning, or a whole template.
	base, perWord float64
	fit           fitter
}

func newPrompts(seed uint64) *prompts {
	random := rand.New(rand.NewPCG(seed, 0))
	return &prompts{random: random, order: random.Perm(len(vocabulary)), perWord: 1, fit: newFitter()}
}

// words is how many words a text of so many tokens needs, at least one.
func (p *prompts) words(tokens int) int {
	return max(1, int(math.Round((float64(tokens)-p.base)/p.perWord)))
}

// text makes a text of n words. It begins like no text before it.
func (p *prompts) text(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = vocabulary[p.random.IntN(len(vocabulary))]
	}
	list[0] = p.first(p.made)
	p.use(p.made)
	return strings.Join(list, " ")
}

// longer makes a list of words longer or shorter by about so many tokens. The
// last word is always another one: it may have another number of tokens.
func (p *prompts) longer(words []string, tokens int) []string {
	n := len(words) + int(math.Round(float64(tokens)/p.perWord))
	list := slices.Clone(words[:max(1, min(n, len(words)-1))])
	for len(list) < n {
		list = append(list, vocabulary[p.random.IntN(len(vocabulary))])
	}
	return list
}

// compare learns from the server's counts of a short and a long text how words
// become tokens.
func (p *prompts) compare(short, shortTokens, long, longTokens int) {
	if shortTokens <= 0 || longTokens <= shortTokens || long <= short {
		return
	}
	p.perWord = float64(longTokens-shortTokens) / float64(long-short)
	p.base = float64(shortTokens) - p.perWord*float64(short)
	p.fit.costs = newCosts(p.perWord)
}

// correct learns from the count of one text. Its words stay as they were
// counted, and what differs counts as added by the server.
func (p *prompts) correct(words, tokens int) {
	if tokens > 0 {
		p.base = float64(tokens) - p.perWord*float64(words)
	}
}

// choices is among how many words a fitted text chooses its first one; endings is
// how many words it tries at its end.
const choices, endings = 4, 12

// fitted makes a text of a wanted length after a start, by what the server has
// counted so far. ok is false if it has counted nothing yet.
func (p *prompts) fitted(start string, tokens int) (words []string, ok bool) {
	near, ok := p.fit.nearest(start, tokens)
	if !ok {
		return nil, false
	}
	another := func() string { return vocabulary[p.random.IntN(len(vocabulary))] }
	ends := make([]string, endings)
	for i := range ends {
		ends[i] = another()
	}
	var best attempt
	chosen := p.made
	for k := range choices {
		at := p.made + k
		a := p.fit.finish(p.fit.from(near, p.first(at), tokens, another), ends)
		if k == 0 || a.badness() < best.badness() {
			best, chosen = a, at
		}
	}
	p.use(chosen)
	return best.words, true
}

// first is a word that no prompt has begun with; the next one is first(made).
func (p *prompts) first(at int) string { return vocabulary[p.order[at%len(p.order)]] }

// use notes that a prompt begins with a word; the others keep their turn.
func (p *prompts) use(at int) {
	n := len(p.order)
	p.order[at%n], p.order[p.made%n] = p.order[p.made%n], p.order[at%n]
	p.made++
}

func joined(start string, words []string) string {
	return strings.TrimSpace(start + " " + strings.Join(words, " "))
}
