package words

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/lazyregexp"
)

// Limits on what is kept of an engine's output.
const (
	TailKept  = 40  // last lines that are not empty
	FirstKept = 20  // first lines that match Trouble
	TailLine  = 300 // bytes of each
	LogLine   = 500 // bytes of a line shown live
)

// Trouble matches lines that may explain a failure.
var Trouble = lazyregexp.New(`(?i)error|fail|unable|out of memory|insufficient|invalid|illegal|assert|abort|corrupt|missing|unknown|not within|unsupported|terminate|exceeds|must be in|no longer supported|requires`)

// Tail keeps the last lines of an engine that are not empty. It also keeps the
// first lines that match Trouble, however many lines come later.
type Tail struct {
	count       int
	first, last []tailEntry
}

type tailEntry struct {
	number int
	text   string
}

// NewTail makes an empty tail.
func NewTail() *Tail { return &Tail{} }

// Add adds one line. The line must be clean.
func (t *Tail) Add(line string) {
	if line == "" {
		return
	}
	t.count++
	entry := tailEntry{t.count, Bounded(line, TailLine)}
	if len(t.first) < FirstKept && Trouble.MatchString(line) {
		t.first = append(t.first, entry)
		return
	}
	if len(t.last) == TailKept {
		copy(t.last, t.last[1:])
		t.last = t.last[:TailKept-1]
	}
	t.last = append(t.last, entry)
}

// Lines returns the kept lines in the order in which they came.
func (t *Tail) Lines() []string {
	all := slices.Concat(t.first, t.last)
	slices.SortFunc(all, func(a, b tailEntry) int { return a.number - b.number })
	out := make([]string, len(all))
	for i, entry := range all {
		out[i] = entry.text
	}
	return out
}

// CleanLine makes a line safe to show and limits its length.
func CleanLine(line []byte) string {
	const most = 4 * LogLine
	if len(line) > most {
		line = line[:most]
	}
	return Bounded(strings.TrimSpace(bench.Clean(string(line))), LogLine)
}
