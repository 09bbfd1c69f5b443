package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"dragstrip/bench"
	"dragstrip/runner"
)

// benchVerb is the hidden verb of the bench process:
// dragstrip bench-process FOLDER.
const benchVerb = "bench-process"

// benchOrder is what a bench process reads from standard input when it starts.
// None of this may be taken from the session's files.
type benchOrder struct {
	// Grants are the engine builds that the bench process may start.
	Grants runner.Grants `json:"grants"`
	// Scatter is how far the results of earlier sessions on this machine
	// differ.
	Scatter []bench.JobScatter `json:"scatter,omitempty"`
	// Expected is how fast the jobs' tests should be.
	Expected []bench.JobExpected `json:"expected,omitempty"`
	// GoesOn says that the session existed before. Controls from that time no
	// longer apply.
	GoesOn bool `json:"goes_on,omitempty"`
	// RetryFailed says that failed tests are measured again.
	RetryFailed bool `json:"retry_failed,omitempty"`
}

// maxOrder is the largest size of an order in bytes. A build takes a few
// thousand bytes.
const maxOrder = 64 << 20

func (o benchOrder) text() ([]byte, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("write the instructions of the bench process: %w", err)
	}
	return text, nil
}

func readOrder(in io.Reader) (benchOrder, error) {
	var o benchOrder
	if err := json.NewDecoder(io.LimitReader(in, maxOrder)).Decode(&o); err != nil {
		return o, fmt.Errorf("only dragstrip itself starts %s; its instructions could not be read: %w", benchVerb, err)
	}
	return o, nil
}
