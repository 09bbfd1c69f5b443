package report

import (
	"fmt"
	"strings"

	"dragstrip/bench"
)

// tableWidth is the width of the widest table in a report. Forum posts and
// issues show this width without scrolling.
const tableWidth = 110

// mostPosted is the size of the largest report, in bytes. Forums and issues
// accept 65,536 letters.
const mostPosted = 60_000

const (
	// fewJobs may have a report of mostOfFew bytes, unless it would have to leave
	// out parts below givesRepeated.
	fewJobs, mostOfFew, givesRepeated = 8, 30_000, 8
	// givesMost is above all parts: nothing is left out.
	givesMost = 10
	// topLines is how many lines the top of a report may have, so that it can
	// be read at a glance.
	topLines = 40
	// mostKinds is how many kinds of warnings the top names.
	mostKinds = 6
	// leastRows is how many rows the table at the top shows at least.
	leastRows = 6
)

// markdown is a report that is being written.
type markdown struct {
	b    strings.Builder
	s    *bench.Session
	r    *redactor
	o    Options
	rows []Row
	// grouper writes similar notes only once.
	grouper grouper
}

func (m *markdown) say(format string, args ...any) { fmt.Fprintf(&m.b, format+"\n", args...) }

// page is the text written so far, with one line break at its end.
func (m *markdown) page() string { return strings.TrimRight(m.b.String(), "\n") + "\n" }

// sentence makes text from outside a full sentence.
func (m *markdown) sentence(s string) string {
	s = m.r.text(s)
	if s != "" && !strings.ContainsRune(".!?…", []rune(s)[len([]rune(s))-1]) {
		s += "."
	}
	return escapeSaid(s)
}

// sentenceStart makes a note the beginning of a sentence.
func (m *markdown) sentenceStart(note string) string {
	note = escapeSaid(m.r.text(note))
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

// indent places a block under an item of a list.
func indent(n int, block string) string {
	room := strings.Repeat(" ", n)
	return room + strings.ReplaceAll(strings.TrimRight(block, "\n"), "\n", "\n"+room) + "\n"
}
