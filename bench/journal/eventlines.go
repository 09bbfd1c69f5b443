package journal

import (
	"bytes"
	"io"

	"dragstrip/bench"
)

// Bounds of a line of the journal, in bytes.
const (
	// headBytes is how far into a line its kind stands, as a writer of ours
	// makes it.
	headBytes = 256
	// besideFact is the room for all of an event but its fact.
	besideFact = 4 << 10
)

// newEventReader gives the lines of a journal. Only the line with the plan may
// be long, and only one that says in its beginning that it is that.
func newEventReader(r io.Reader) *lineReader {
	return newLineReader(r, func(head []byte) int {
		kind, _ := kindIn(head)
		return bench.MaxFact(string(kind)) + besideFact
	})
}

// kindIn reads an event's kind from the beginning of a line that a writer of
// ours made, without parsing it.
func kindIn(line []byte) (kind []byte, found bool) {
	head := line[:min(len(line), headBytes)]
	_, rest, marked := bytes.Cut(head, []byte(`"kind":"`))
	kind, _, ends := bytes.Cut(rest, []byte{'"'})
	return kind, marked && ends
}
