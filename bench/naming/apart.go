package naming

import (
	"fmt"
	"slices"
)

// Names are the names of the things of one list, by what they differ in.
type Names struct {
	// Shared is what all things have in common. It is said only once.
	Shared string
	// Full has for each thing everything that differs between the things. Short
	// has only what is needed to tell the things apart equally well. Least also
	// leaves out what things lack ("without X"), if the others say that they have
	// it. These names are never cut.
	Full, Short, Least []string

	short []name
}

// Apart names the things of a list by their differences. Two things without a
// difference are told apart by their order: "#1", "#2". No name contains what
// all things have in common. If a list has only one thing, the first group of
// its aspects is the name.
func Apart(things []Thing) Names {
	list := listed(things)
	names, shared := make([]name, len(things)), name{}
	var differing []int // the keys by which things are named
	for order, k := range list {
		if k.Rank == LastResort {
			continue
		}
		own, all := k.apart()
		if k.Beside != "" {
			own = k.beside(list)
		}
		shared = append(shared, asPieces(order, k.Group, all)...)
		if own != nil {
			differing = append(differing, order)
			k.addTo(names, order, own)
		}
	}
	if len(things) == 1 {
		names[0], shared = shared.cutFirst()
	}
	for _, evenLong := range []bool{false, true} {
		for order, k := range list {
			if k.Rank == LastResort {
				k.lastResort(names, order, evenLong)
			}
		}
	}
	for i, own := range names {
		if len(own) == 0 { // this thing lacks the aspects by which the others are named
			names[i], _ = shared.cutFirst()
			if len(names[i]) == 0 && things[i].has(NotStated) {
				names[i] = asPieces(numberOrder, "", NotStated)
			}
		}
	}
	short := shortened(names, differing, list)
	least := withoutLacks(short, differing)
	numberAlike(names, short, least)
	out := Names{Shared: shared.opened().String(), short: short}
	for i := range names {
		out.Full, out.Short, out.Least = append(out.Full, names[i].String()), append(out.Short, short[i].String()), append(out.Least, least[i].String())
	}
	return out
}

// shortened removes from names what is not needed to tell them apart equally
// well: first the usual texts, then minor aspects, then the other aspects,
// beginning with the last. What is kept stays. An unusual text stays, because a
// name without it would seem to belong to a usual thing. If no text is usual, all
// of them stay.
func shortened(names []name, differing []int, list []key) []name {
	short := slices.Clone(names)
	apart := len(groupsOf(short))
	for _, order := range differing {
		if !list[order].Usual || list[order].Kept {
			continue
		}
		if fewer, found := withoutUsual(short, order, list[order].foreign); found && len(groupsOf(fewer)) == apart {
			short = fewer
		}
	}
	for _, minor := range []bool{true, false} {
		for _, order := range slices.Backward(differing) {
			if list[order].Minor != minor || list[order].Usual || list[order].Kept {
				continue
			}
			fewer := without(short, func(p piece) bool { return p.order == order })
			if fewer != nil && len(groupsOf(fewer)) == apart {
				short = fewer
			}
		}
	}
	return short
}

// withoutLacks removes from names what their things lack, key by key, as long as
// the names stay apart.
func withoutLacks(names []name, differing []int) []name {
	names = slices.Clone(names)
	for _, order := range differing {
		fewer := without(names, func(p piece) bool { return p.order == order && p.lacks })
		if fewer != nil && len(groupsOf(fewer)) == len(groupsOf(names)) {
			names = fewer
		}
	}
	return names
}

// without removes pieces from names. It gives nil if a name would become empty.
func without(names []name, pieces func(piece) bool) []name {
	fewer := make([]name, len(names))
	for i, n := range names {
		if fewer[i] = slices.DeleteFunc(slices.Clone(n), pieces); len(fewer[i]) == 0 {
			return nil
		}
	}
	return fewer
}

// withoutUsual removes a text from the names if more than half of them have it
// under a key, and it is the text of the first thing that is not foreign. found is
// false if there is no such text, or if a name would become empty.
func withoutUsual(names []name, order int, foreign []bool) (fewer []name, found bool) {
	usual, count := "", map[string]int{}
	for i, n := range names {
		for _, p := range n {
			if p.order != order {
				continue
			}
			count[p.text]++
			if usual == "" && !foreign[i] {
				usual = p.text
			}
		}
	}
	if 2*count[usual] <= len(names) {
		return nil, false
	}
	fewer = without(names, func(p piece) bool { return p.order == order && p.text == usual })
	return fewer, fewer != nil
}

// numberAlike adds numbers to equal names, in all their forms.
func numberAlike(full, short, least []name) {
	for _, alike := range groupsOf(full) {
		if len(alike) == 1 && len(full[alike[0]]) > 0 {
			continue
		}
		for n, i := range alike {
			number := piece{order: numberOrder, text: fmt.Sprintf("#%d", n+1)}
			for _, form := range [][]name{full, short, least} {
				form[i] = append(slices.Clip(form[i]), number)
			}
		}
	}
}

// numberOrder marks the piece that is a number.
const numberOrder = -1
