package report

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

// tableWidth is the widest table of a report: what a forum post or an issue
// shows without scrolling.
const tableWidth = 110

// mostPosted is the size of the largest report, in bytes: forums and issues
// take 65,536 letters.
const mostPosted = 60_000

const (
	// topLines is how long the top of a report may be: it is read at a glance.
	topLines = 40
	// mostKinds is how many kinds of warnings the top tells.
	mostKinds = 6
	// leastRows is how many rows of the table the top has at least.
	leastRows = 6
)

// markdown is a report being written.
type markdown struct {
	b    strings.Builder
	s    *bench.Session
	r    *redactor
	o    Options
	rows []Row
	// grouper says notes of one kind once.
	grouper grouper
}

func (m *markdown) say(format string, args ...any) { fmt.Fprintf(&m.b, format+"\n", args...) }

// page is what was said, with one end of line at its end.
func (m *markdown) page() string { return strings.TrimRight(m.b.String(), "\n") + "\n" }

// sentence ends text from outside as a sentence.
func (m *markdown) sentence(s string) string {
	s = m.r.text(s)
	if s != "" && !strings.ContainsRune(".!?…", []rune(s)[len([]rune(s))-1]) {
		s += "."
	}
	return EscapeMarkdown(s)
}

// sentenceStart is a note as the beginning of a sentence.
func (m *markdown) sentenceStart(note string) string {
	note = EscapeMarkdown(m.r.text(note))
	if rest, ok := strings.CutPrefix(note, "the "); ok {
		return "The " + rest
	}
	return note
}

func (m *markdown) remedyOf(remedy string) string {
	if remedy == "" {
		return ""
	}
	return " *What to do:* " + m.sentence(remedy)
}

// indent sets a block under an item of a list.
func indent(n int, block string) string {
	room := strings.Repeat(" ", n)
	return room + strings.ReplaceAll(strings.TrimRight(block, "\n"), "\n", "\n"+room) + "\n"
}
