package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

// A control that nobody answered used to succeed, also if the session had ended
// meanwhile without doing it.
func TestAControlWithoutAnAnswerFails(t *testing.T) {
	e := shelf(t)
	var said bytes.Buffer
	e.out, e.err = &said, &said
	f := shelve(t, e, time.Unix(1e9, 0), 1, true)
	if err := e.askWithin(time.Minute, f, bench.Control{Verb: bench.ControlStop}); err == nil || !strings.Contains(err.Error(), "ended before it answered; stop was not carried out") {
		t.Errorf("ended: %v", err)
	}
	f = shelve(t, e, time.Unix(1e9+60, 0), 1, false)
	w, err := f.OpenWriter() // it measures, and does not look for controls
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := e.askWithin(time.Millisecond, f, bench.Control{Verb: bench.ControlStop}); err == nil || !strings.Contains(err.Error(), "has not answered for 1ms: stop") {
		t.Errorf("busy: %v", err)
	}
	if said.Len() > 0 {
		t.Error(said.String())
	}
}
