package naming

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

const (
	// mostNear is how many things are suggested for a name that fits no thing.
	mostNear = 3
	// leastNear is the smallest share of letters that must be right.
	leastNear = 0.6
)

// Near gives the few things that somebody may have meant by a name, the nearest
// first. They have most words of the name, perhaps with an extra, a missing or
// a wrong letter.
func (l *List) Near(asked string) []int {
	want := call(asked)
	type near struct {
		thing    int
		likeness float64
	}
	var all []near
	for i, names := range l.things {
		best := 0.0
		for _, n := range names {
			best = max(best, likeness(want.words, n.words), likeness(want.runs, n.runs))
		}
		if best >= leastNear {
			all = append(all, near{i, best})
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(b.likeness, a.likeness) })
	var out []int
	for _, n := range all {
		// A thing that fits much worse than the nearest was not meant.
		if len(out) < mostNear && n.likeness > all[0].likeness-0.2 {
			out = append(out, n.thing)
		}
	}
	return out
}

// likeness compares the words that were asked for with the words of the name.
// It is the share of letters of want in words that the name also has, exactly
// or nearly. Each letter of the name's other words counts only a tenth, because
// a name may be longer than what was asked.
func likeness(want, name []string) float64 {
	right, all := 0.0, 0.0
	left := slices.Clone(name)
	for _, w := range want {
		length := float64(utf8.RuneCountInString(w))
		all += length
		best, at := 0.0, -1
		for i, n := range left {
			d := distance(w, n)
			if like := 1 - float64(d)/length; like > best && nearly(w, n, d) {
				best, at = like, i
			}
		}
		if at >= 0 {
			right += best * length
			left = slices.Delete(left, at, at+1)
		}
	}
	for _, n := range left {
		all += 0.1 * float64(utf8.RuneCountInString(n))
	}
	if all == 0 {
		return 0
	}
	return right / all
}

// nearly tells whether somebody may have written one word and meant the other. d
// is the distance of the words. One letter may be missing, wrong or extra. In a
// long word it may be two letters. Numbers must be equal.
func nearly(a, b string, d int) bool {
	switch shorter := min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)); {
	case isNumber(a) || isNumber(b) || shorter < 3:
		return d == 0
	case shorter < 7:
		return d <= 1
	}
	return d <= 2
}

// distance is how many letters must be added, removed, changed or swapped with
// the next one to turn one word into the other.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	before, above, here := rows[0], rows[1], rows[2]
	for j := range above {
		above[j] = j
	}
	for i := range x {
		here[0] = i + 1
		for j := range y {
			change := 1
			if x[i] == y[j] {
				change = 0
			}
			here[j+1] = min(above[j]+change, above[j+1]+1, here[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				here[j+1] = min(here[j+1], before[j-1]+1)
			}
		}
		before, above, here = above, here, before
	}
	return above[len(y)]
}
