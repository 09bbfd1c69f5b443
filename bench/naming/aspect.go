package naming

import "slices"

// Aspect is one property of a thing that gets a name: its engine, a flag, the
// machine. Things are compared key by key.
type Aspect struct {
	Key  string
	Text string // "" if there is nothing to say
	Rank Rank
	// Without names a thing without this aspect beside things that have the
	// aspect: "fa default" beside "fa on". The text comes from the things that
	// have it.
	Without string
	// By divides the text into pieces. If texts differ, names leave out the pieces
	// that all of them begin or end with. For two paths, only the folders that
	// differ remain.
	By string
	// Beside is the key of another aspect, which this aspect makes clearer. This
	// aspect is named only for things that are equal in the other aspect and differ
	// in this one. For example, a build for Vulkan that computes on the CPU is
	// called "Vulkan build" only if there is also a build for the CPU.
	Beside string
	// Most limits the width of a last resort, in cells. A wider text is used only
	// if no other last resort tells the things apart. 0 means no limit.
	Most int
	// Group is the same for aspects that people see as one. Such aspects are
	// written without a sign between them, as in "llama.cpp b11669".
	Group string
	// Minor aspects are left out first when names have to be short.
	Minor bool
	// Kept says that short names have the aspect if things differ in it, even if
	// others tell them apart, because the aspect is what the list is about.
	Kept bool
	// Usual says that short names leave the aspect out if the thing is like the
	// first thing of the list that is not Foreign, and most things are. So only the
	// results of another machine have the machine in their names. If most things are
	// not like that thing, short names keep the aspect for all things.
	Usual bool
	// Foreign says that the thing is not from here, so its text is never the usual
	// one.
	Foreign bool
}

// Rank tells when a name contains an aspect.
type Rank int

const (
	// Shared aspects are in the names if they differ. Otherwise they are in Shared,
	// the text that stands once for all things.
	Shared Rank = iota
	// Differing aspects are in the names if they differ. Otherwise they are left
	// out.
	Differing
	// LastResort aspects are only in the names of things that no other aspect
	// tells apart.
	LastResort
)

// notRecorded is the key of things whose differing aspects nobody recorded. The
// name of such a thing does not claim that it lacks an aspect that others have.
const notRecorded = "not recorded"

// NotStated is the key of things of which only what somebody published is
// known. The name of such a thing never says what it lacks. If nothing else is
// left, the name itself is this text.
const NotStated = "not stated"

// Thing is everything that can be said about one thing. The order of the aspects
// is their order in names.
type Thing []Aspect

// Spelled returns the thing with each text changed by a function, for example
// to hide private names.
func (t Thing) Spelled(spell func(string) string) Thing {
	out := make(Thing, len(t))
	for i, a := range t {
		a.Text, a.Without = spell(a.Text), spell(a.Without)
		out[i] = a
	}
	return out
}

// has tells whether the thing has an aspect with this key.
func (t Thing) has(key string) bool {
	return slices.ContainsFunc(t, func(a Aspect) bool { return a.Key == key })
}
