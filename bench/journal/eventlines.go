package journal

import (
	"bytes"
	"io"

	"dragstrip/bench"
)

// Bounds of a line of the journal, in bytes.
const (
	// headBytes is how much of a line is searched for the kind. In a line that
	// dragstrip wrote, the kind stands within these bytes.
	headBytes = 256
	// besideFact is the most that an event needs besides its fact.
	besideFact = 4 << 10
)

// newEventReader gives the lines of a journal. Only the line with the plan may
// be very long, and the kind at its beginning must say that it is this line.
func newEventReader(r io.Reader) *lineReader {
	return newLineReader(r, func(head []byte) int {
		kind, _ := kindIn(head)
		return bench.MaxFact(string(kind)) + besideFact
	})
}

// kindIn reads an event's kind from the beginning of a line that dragstrip
// wrote, without parsing it.
func kindIn(line []byte) (kind []byte, found bool) {
	head := line[:min(len(line), headBytes)]
	_, rest, marked := bytes.Cut(head, []byte(`"kind":"`))
	kind, _, ends := bytes.Cut(rest, []byte{'"'})
	return kind, marked && ends
}
