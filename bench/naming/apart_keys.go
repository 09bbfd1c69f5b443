package naming

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// key holds the texts of all things under one key. Its Aspect is taken from the
// first thing that has the key.
type key struct {
	Aspect
	texts []string // by thing
	// without holds what the name of a thing says if the thing has no text.
	without []string
	foreign []bool // by thing
}

// listed are the keys in the order in which they occur in the things. A key
// that only some things have comes after the key that precedes it in those
// things.
func listed(things []Thing) []key {
	var order []string
	keys := map[string]*key{}
	for i, t := range things {
		after := -1
		for _, a := range t {
			k := keys[a.Key]
			if k == nil {
				k = &key{a, make([]string, len(things)), slices.Repeat([]string{a.Without}, len(things)), make([]bool, len(things))}
				keys[a.Key] = k
				after++
				order = slices.Insert(order, after, a.Key)
			} else {
				after = slices.Index(order, a.Key)
			}
			k.texts[i], k.without[i], k.foreign[i] = a.Text, a.Without, a.Foreign
		}
	}
	for i, t := range things {
		recorded, stated := !t.has(notRecorded), !t.has(NotStated)
		for _, k := range keys {
			if !stated || !recorded && k.Rank == Differing {
				k.without[i] = ""
			}
		}
	}
	out := make([]key, len(order))
	for i, name := range order {
		out[i] = *keys[name]
	}
	return out
}

// apart gives each thing's own text under this key, or nil if all say the same.
// shared is what they have in common.
func (k key) apart() (own []string, shared string) {
	if same(k.texts) {
		if k.Rank == Shared {
			return nil, k.texts[0]
		}
		return nil, ""
	}
	if k.By != "" && k.Rank == Shared && slices.Contains(k.texts, "") {
		k.By = "" // some things have no text, so no piece is common to all of them
	}
	own, before, after := k.pieces(nil)
	if k.Rank == Shared {
		shared = strings.Join(slices.DeleteFunc([]string{before, after}, func(s string) bool { return s == "" }), k.By)
	}
	return own, shared
}

// beside gives the texts of things that are equal in the aspect k.Beside, but
// differ in this aspect. It gives nil if there are no such things.
func (k key) beside(list []key) []string {
	at := slices.IndexFunc(list, func(other key) bool { return other.Key == k.Beside })
	if at < 0 {
		return nil
	}
	own, some := make([]string, len(k.texts)), false
	for i, text := range k.texts {
		for n, other := range k.texts {
			if text != "" && other != "" && other != text && list[at].texts[n] == list[at].texts[i] {
				own[i], some = text, true
			}
		}
	}
	if !some {
		return nil
	}
	return own
}

// pieces gives the texts without the pieces that all of them begin or end with.
// If only is not nil, only the things at these indices count.
func (k key) pieces(only []int) (own []string, before, after string) {
	own = slices.Clone(k.texts)
	var told [][]string
	at := []int{}
	for i, text := range own {
		switch {
		case only != nil && !slices.Contains(only, i):
		case text == "":
			own[i] = k.without[i]
		case k.By != "":
			told, at = append(told, parted(text, k.By)), append(at, i)
		}
	}
	if len(told) == 0 {
		return own, "", ""
	}
	first, last := commonEnds(told)
	before, after = strings.Join(told[0][:first], k.By), strings.Join(told[0][len(told[0])-last:], k.By)
	for n, i := range at {
		own[i] = strings.Join(told[n][first:len(told[n])-last], k.By)
	}
	return own, before, after
}

// parted divides a text into pieces. "at" means nothing without the address after
// it.
func parted(text, by string) []string {
	parts := strings.Split(text, by)
	if at := slices.Index(parts, "at"); at >= 0 && at+1 < len(parts) {
		parts = slices.Replace(parts, at, at+2, "at"+by+parts[at+1])
	}
	return parts
}

// commonEnds is how many pieces all lists have in common at their beginning and
// at their end. It leaves at least one piece of each list.
func commonEnds(lists [][]string) (first, last int) {
	shortest := len(lists[0])
	for _, l := range lists {
		shortest = min(shortest, len(l))
	}
	all := func(of func([]string) string) bool {
		return !slices.ContainsFunc(lists, func(l []string) bool { return of(l) != of(lists[0]) })
	}
	for first < shortest-1 && all(func(l []string) string { return l[first] }) {
		first++
	}
	for last < shortest-first-1 && all(func(l []string) string { return l[len(l)-1-last] }) {
		last++
	}
	return first, last
}

func same(texts []string) bool {
	return !slices.ContainsFunc(texts, func(s string) bool { return s != texts[0] })
}

func (k key) addTo(names []name, order int, own []string) {
	for i, text := range own {
		own := asPieces(order, k.Group, text)
		for at := range own {
			own[at].lacks = k.texts[i] == ""
		}
		names[i] = append(names[i], own...)
	}
}

// lastResort adds the key's texts to names that are equal so far, if the texts
// tell them apart. Texts that are longer than the key's limit are added only if
// evenLong is set. A key with a limit is the place of a program. A report does
// not keep the place. A place tells nothing beside a thing without one.
func (k key) lastResort(names []name, order int, evenLong bool) {
	var needed []int
	for _, alike := range groupsOf(names) {
		texts := make([]string, len(alike))
		for n, i := range alike {
			texts[n] = k.texts[i]
		}
		if placeMissing := k.Most > 0 && slices.Contains(texts, ""); !same(texts) && !placeMissing {
			needed = append(needed, alike...)
		}
	}
	if needed == nil {
		return
	}
	slices.Sort(needed)
	own, _, _ := k.pieces(needed)
	tooLong := func(i int) bool { return ansi.StringWidth(own[i]) > k.Most }
	if k.Most > 0 && !evenLong && slices.ContainsFunc(needed, tooLong) {
		return
	}
	for _, i := range needed {
		names[i] = append(names[i], asPieces(order, k.Group, own[i])...)
	}
}
