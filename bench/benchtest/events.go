package benchtest

import (
	"bytes"
	"encoding/json"

	"dragstrip/bench"
)

// Events are the events in the lines of a journal. Lines that are not events
// are skipped. The error is about the first such line.
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
