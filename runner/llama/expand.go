package llama

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// lists is the part of a command line that llama-bench loops over. It has a
// list of values for each axis, the outermost loop first. The innermost loop is
// over the tests.
type lists struct {
	flags  []string
	values [][]string
	// llama-bench does prompts first, then generations, then pairs, in whatever
	// order the command line has them.
	prompts, generations []int
	pairs                [][2]int
}

// point is one test that llama-bench does: a value for each axis, and the token
// counts. Depth is one of the axes.
type point struct {
	at                 string // the values, as axisKey joins them
	prompt, generation int
}

// expand lists the tests that llama-bench makes of the lists, in its order:
// nested loops over the axes, and inside them all -p, then all -n, then all
// -pg.
func (l lists) expand() []point {
	var out []point
	at := make([]string, len(l.values))
	var loop func(depth int)
	loop = func(depth int) {
		if depth < len(l.values) {
			for _, v := range l.values[depth] {
				at[depth] = v
				loop(depth + 1)
			}
			return
		}
		here := axisKey(at)
		for _, p := range l.prompts {
			out = append(out, point{here, p, 0})
		}
		for _, n := range l.generations {
			out = append(out, point{here, 0, n})
		}
		for _, pg := range l.pairs {
			out = append(out, point{here, pg[0], pg[1]})
		}
	}
	loop(0)
	return out
}

// axisKey joins values into a key for comparing them.
func axisKey(values []string) string { return strings.Join(values, "\x00") }

// argv writes lists as flags.
func (l lists) argv(axes []axis) []string {
	var out []string
	for i, flag := range l.flags {
		if len(l.values[i]) == 1 && axes[i].implied {
			continue
		}
		out = append(out, flag, strings.Join(l.values[i], ","))
	}
	out = append(out, "-p", numbers(l.prompts), "-n", numbers(l.generations))
	for _, pg := range l.pairs {
		out = append(out, "-pg", strconv.Itoa(pg[0])+","+strconv.Itoa(pg[1]))
	}
	return out
}

// numbers joins numbers with commas. An empty list gives 0, which turns off
// llama-bench's default.
func numbers(list []int) string {
	if len(list) == 0 {
		return "0"
	}
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, ",")
}

// candidate is a piece of work for which a command line is needed.
type candidate struct {
	index  int // into the caller's list
	values []string
	test   bench.Test
}

// maxPerInvocation limits the number of tests on one command line, and so its
// length.
const maxPerInvocation = 400

// batch is the work of one command line, in the engine's order.
type batch struct {
	lists lists
	order []int // indices of the candidates
}

// cover splits work into a few command lines. The work may differ only in axes
// and tests. Each command line expands to exactly its part of the work. A
// simple search keeps the number of command lines low.
func cover(flags []string, work []candidate) []batch {
	var out []batch
	for len(work) > 0 {
		part, rest := once(work)
		out = append(out, split(flags, part)...)
		work = rest // a test that occurs twice needs another command line
	}
	return out
}

// once separates the first work at each point from other work at the same
// point.
func once(work []candidate) (first, again []candidate) {
	seen := map[point]bool{}
	for _, c := range work {
		p := point{axisKey(c.values), c.test.Prompt, c.test.Generation}
		if seen[p] {
			again = append(again, c)
			continue
		}
		seen[p] = true
		first = append(first, c)
	}
	return first, again
}

// split tries to put the work on one command line. If that is not possible, it
// divides the work: first by the wanted tests, then by the outermost axis that
// has several values.
func split(flags []string, work []candidate) []batch {
	if b, ok := product(flags, work); ok {
		return []batch{b}
	}
	parts := byTests(work)
	if len(parts) == 1 {
		parts = byAxis(len(flags), work)
	}
	if len(parts) == 1 { // too long for one command line
		half := len(work) / 2
		parts = [][]candidate{work[:half], work[half:]}
	}
	var out []batch
	for _, part := range parts {
		out = append(out, split(flags, part)...)
	}
	return out
}

// product makes a command line that expands to exactly this work. The result is
// false if there is no such command line.
func product(flags []string, work []candidate) (batch, bool) {
	l := lists{flags: flags, values: make([][]string, len(flags))}
	at := map[point]int{}
	for _, c := range work {
		for i, v := range c.values {
			if !slices.Contains(l.values[i], v) {
				l.values[i] = append(l.values[i], v)
			}
		}
		l.addTest(c.test)
		at[point{axisKey(c.values), c.test.Prompt, c.test.Generation}] = c.index
	}
	size := len(l.prompts) + len(l.generations) + len(l.pairs)
	for _, values := range l.values {
		size *= len(values)
		if size > len(work) {
			return batch{}, false
		}
	}
	if size != len(work) || (size > maxPerInvocation && size > 1) {
		return batch{}, false
	}
	b := batch{lists: l}
	for _, p := range l.expand() {
		index, wanted := at[p]
		if !wanted {
			return batch{}, false
		}
		b.order = append(b.order, index)
	}
	return b, true
}

func (l *lists) addTest(t bench.Test) {
	switch {
	case t.IsPrefill():
		if !slices.Contains(l.prompts, t.Prompt) {
			l.prompts = append(l.prompts, t.Prompt)
		}
	case t.IsDecode():
		if !slices.Contains(l.generations, t.Generation) {
			l.generations = append(l.generations, t.Generation)
		}
	default:
		pg := [2]int{t.Prompt, t.Generation}
		if !slices.Contains(l.pairs, pg) {
			l.pairs = append(l.pairs, pg)
		}
	}
}

// byTests groups work by the set of tests that are wanted for the same axis
// values.
func byTests(work []candidate) [][]candidate {
	tests := map[string][]string{}
	for _, c := range work {
		at := axisKey(c.values)
		tests[at] = append(tests[at], strconv.Itoa(c.test.Prompt)+"+"+strconv.Itoa(c.test.Generation))
	}
	keys := map[string]string{}
	for at, names := range tests {
		slices.Sort(names)
		keys[at] = strings.Join(names, " ")
	}
	return partition(work, func(c candidate) string { return keys[axisKey(c.values)] })
}

// byAxis groups work by its value on the outermost axis that has several
// values.
func byAxis(axes int, work []candidate) [][]candidate {
	for i := range axes {
		parts := partition(work, func(c candidate) string { return c.values[i] })
		if len(parts) > 1 {
			return parts
		}
	}
	return [][]candidate{work}
}

// partition groups a list by a key, in the order in which the keys first
// appear.
func partition[T any](list []T, key func(T) string) [][]T {
	var out [][]T
	where := map[string]int{}
	for _, item := range list {
		k := key(item)
		i, known := where[k]
		if !known {
			i = len(out)
			where[k] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], item)
	}
	return out
}
