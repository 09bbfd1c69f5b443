package tui

import (
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/tui/theme"
)

// TestWhatHasNoFigureIsNotDone: a session that was stopped after one of four
// tests used to say 4/4.
func TestWhatHasNoFigureIsNotDone(t *testing.T) {
	figure := []bench.Result{{SamplesNS: []int64{1e6}}}
	j := &bench.JobState{Tests: []*bench.TestState{
		{State: bench.StateFinished, Outcome: bench.OutcomeDone, Results: figure},
		{State: bench.StateFinished}, // stopped, skipped or failed
		{State: bench.StateFinished, Outcome: bench.OutcomeStopped, Results: figure},
		{State: bench.StateRunning, Results: figure}, // another round follows
		{State: bench.StateWaiting},
	}}
	if got := (&liveScreen{}).doneText(j); got != "1/5" {
		t.Errorf("%s, want 1/5", got)
	}
}

// TestTheMeasuredJobIsAlwaysInTheQueue: with several rounds every job used to
// have the sign of the one that is being measured, and that one could be out of
// view.
func TestTheMeasuredJobIsAlwaysInTheQueue(t *testing.T) {
	session := longNames(2)
	for _, j := range session.Jobs {
		j.State = bench.StateRunning // each has had its first round
	}
	s := &liveScreen{desk: &desk{Theme: theme.New(theme.Options{}), session: session}, names: newFittedNames(naming.Jobs(session.Jobs))}
	for now := range session.Jobs {
		session.Now.Job = session.Jobs[now].ID
		for cursor := range session.Jobs {
			s.cursor = cursor
			for height := 2; height <= 8; height++ {
				marked := 0
				for _, line := range s.queue(60, height) {
					if strings.Contains(line, s.Going) {
						marked++
						if !strings.Contains(line, session.Now.Job+" ") {
							t.Errorf("%s is measured, but marked is: %s", session.Now.Job, line)
						}
					}
				}
				if marked != 1 {
					t.Fatalf("%s is measured, the cursor is on %d: %d jobs are marked in\n%s", session.Now.Job, cursor+1, marked, strings.Join(s.queue(60, height), "\n"))
				}
			}
		}
	}
}
