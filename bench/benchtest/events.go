package benchtest

import (
	"bytes"
	"encoding/json"

	"dragstrip/bench"
)

// Events are those that the lines of a journal hold. Lines that are none are
// passed over, and the error is that of the first.
func Events(journal []byte) (events []bench.Event, first error) {
	for line := range bytes.Lines(journal) {
		var e bench.Event
		if err := json.Unmarshal(line, &e); err == nil {
			events = append(events, e)
		} else if first == nil {
			first = err
		}
	}
	return events, first
}
