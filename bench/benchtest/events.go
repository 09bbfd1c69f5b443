package benchtest

import (
	"bytes"
	"encoding/json"

	"dragstrip/bench"
)

// Events are the events in the lines of a journal. Lines that are no events are
// skipped, and the error is that of the first of them.
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
