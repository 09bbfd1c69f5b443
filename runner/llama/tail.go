package llama

import (
	"regexp"
	"slices"
	"strings"

	"dyno/bench"
)

const (
	tailKept  = 40  // last lines that say something
	firstKept = 20  // first lines that sound like trouble
	tailLine  = 300 // bytes of each
	logLine   = 500 // bytes of a line shown live
)

// trouble is what lines sound like that may be the reason of a failure.
var trouble = regexp.MustCompile(`(?i)error|fail|unable|out of memory|insufficient|invalid|illegal|assert|abort|corrupt|missing|unknown|not within|unsupported|terminate|exceeds|must be in|no longer supported|requires`)

// tail keeps the engine's last lines that say something, and the first that
// sound like trouble, which a flood of later lines must not wash away.
type tail struct {
	count       int
	first, last []tailEntry
}

type tailEntry struct {
	number int
	text   string
}

func newTail() *tail { return &tail{} }

func (t *tail) add(line string) {
	if line == "" {
		return
	}
	t.count++
	entry := tailEntry{t.count, bounded(line, tailLine)}
	if len(t.first) < firstKept && trouble.MatchString(line) {
		t.first = append(t.first, entry)
		return
	}
	if len(t.last) == tailKept {
		copy(t.last, t.last[1:])
		t.last = t.last[:tailKept-1]
	}
	t.last = append(t.last, entry)
}

// lines gives what was kept, in order.
func (t *tail) lines() []string {
	all := slices.Concat(t.first, t.last)
	slices.SortFunc(all, func(a, b tailEntry) int { return a.number - b.number })
	out := make([]string, len(all))
	for i, entry := range all {
		out[i] = entry.text
	}
	return out
}

// cleanLine makes a line safe to show and cuts it.
func cleanLine(line []byte) string {
	const most = 4 * logLine
	if len(line) > most {
		line = line[:most]
	}
	return bounded(strings.TrimSpace(bench.Clean(string(line))), logLine)
}
