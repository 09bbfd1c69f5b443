package llama

import (
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// lists is what the sweeping part of a command line says: a list of values
// for each axis, outermost loop first, and the tests of the innermost loop.
type lists struct {
	flags  []string
	values [][]string
	// prompts come first, then generations, then pairs, whatever their order
	// on the command line.
	prompts, generations []int
	pairs                [][2]int
}

// point is one test llama-bench does: a value for each axis, and its tokens.
// Depth is one of the axes.
type point struct {
	at                 string // the values, joined
	prompt, generation int
}

// expand gives what llama-bench makes of lists, in its order: nested loops
// over the axes; inside, all -p, then all -n, then all -pg.
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
		here := joined(at)
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

func joined(values []string) string { return strings.Join(values, "\x00") }

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

// numbers joins; 0 stands for none and keeps llama-bench's default away.
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

// candidate is a piece of work as the sweep sees it.
type candidate struct {
	index  int // into the caller's list
	values []string
	test   bench.Test
}

// maxPerInvocation bounds the tests and so the length of one command line.
const maxPerInvocation = 400

// batch is the work one invocation can carry, in the engine's order.
type batch struct {
	lists lists
	order []int // indices of the candidates
}

// cover splits work that differs only in its axes and tests into as few
// command lines as a simple search finds, each of which expands to exactly
// its part. The work that was asked for first comes first.
func cover(flags []string, work []candidate) []batch {
	var out []batch
	for len(work) > 0 {
		part, rest := once(work)
		out = append(out, split(flags, part)...)
		work = rest // the same test asked for twice: another command line
	}
	return out
}

// once separates the first of each point from its repetitions.
func once(work []candidate) (first, again []candidate) {
	seen := map[point]bool{}
	for _, c := range work {
		p := point{joined(c.values), c.test.Prompt, c.test.Generation}
		if seen[p] {
			again = append(again, c)
			continue
		}
		seen[p] = true
		first = append(first, c)
	}
	return first, again
}

// split tries one command line, else divides: first by which tests belong
// together, then along the outermost axis that has several values.
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

// product gives the command line that expands to exactly this work.
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
		at[point{joined(c.values), c.test.Prompt, c.test.Generation}] = c.index
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

// byTests puts the places of the sweep together at which the same tests are
// wanted.
func byTests(work []candidate) [][]candidate {
	tests := map[string][]string{}
	for _, c := range work {
		at := joined(c.values)
		tests[at] = append(tests[at], strconv.Itoa(c.test.Prompt)+"+"+strconv.Itoa(c.test.Generation))
	}
	keys := map[string]string{}
	for at, names := range tests {
		slices.Sort(names)
		keys[at] = strings.Join(names, " ")
	}
	return partition(work, func(c candidate) string { return keys[joined(c.values)] })
}

// byAxis divides along the outermost axis with several values.
func byAxis(axes int, work []candidate) [][]candidate {
	for i := range axes {
		parts := partition(work, func(c candidate) string { return c.values[i] })
		if len(parts) > 1 {
			return parts
		}
	}
	return [][]candidate{work}
}

// partition groups by a key, in the order the keys first appear.
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
