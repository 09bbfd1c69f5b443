package tui

import (
	"testing"

	"dragstrip/bench"
)

// TestWhatHasNoFigureIsNotDone: a session that was stopped after one of four
// tests used to say 4/4.
func TestWhatHasNoFigureIsNotDone(t *testing.T) {
	figure := []bench.Result{{SamplesNS: []int64{1e6}}}
	j := &bench.JobState{Tests: []*bench.TestState{
		{State: bench.StateFinished, Results: figure},
		{State: bench.StateFinished},                 // stopped, skipped or failed
		{State: bench.StateRunning, Results: figure}, // another round follows
		{State: bench.StateWaiting},
	}}
	if done, all := jobDone(j); done != 1 || all != 4 {
		t.Errorf("%d/%d, want 1/4", done, all)
	}
}
