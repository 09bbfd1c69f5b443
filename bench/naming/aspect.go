package naming

// Aspect is one thing that can be said of a thing that is named: its engine, a
// flag, the machine. Things are held against each other key by key.
type Aspect struct {
	Key  string
	Text string // "" says nothing
	Rank Rank
	// Without is said of a thing that has no text under this key, where others
	// have one: "fa default" beside "fa on". A thing without the key takes it
	// from the others.
	Without string
	// By divides the text into pieces. Where texts differ, the pieces that all
	// have at their beginning and end are left out of the names: of two paths
	// what remains is the folder that differs.
	By string
	// Group is the same for aspects that are one thing to people: they stand
	// together without a sign between them, "llama.cpp b11669".
	Group string
	// Minor aspects are the first to go where names have to be short.
	Minor bool
}

// Rank tells when an aspect is said.
type Rank int

const (
	// Shared aspects are in the names where they differ, and in what is said
	// once where they do not.
	Shared Rank = iota
	// Differing aspects are in the names where they differ, and else nowhere.
	Differing
	// LastResort aspects are only in the names of things that nothing before
	// them tells apart.
	LastResort
)

// Thing is all that can be said of one thing, in the order in which it is said.
type Thing []Aspect

// Spelled is the thing with every text spelled anew: without what says whose
// machine it was, for one.
func (t Thing) Spelled(spell func(string) string) Thing {
	out := make(Thing, len(t))
	for i, a := range t {
		a.Text, a.Without = spell(a.Text), spell(a.Without)
		out[i] = a
	}
	return out
}
