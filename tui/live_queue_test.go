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

// TestTheSelectionFollowsTheMeasuredJob: the cursor used to stay behind when a
// job took less time than the screen needs to be drawn again, and in every
// second round, which has the jobs in reverse order. Then s left out a job that
// was not being measured.
func TestTheSelectionFollowsTheMeasuredJob(t *testing.T) {
	session := longNames(2)
	s := &liveScreen{desk: &desk{Theme: theme.New(theme.Options{}), session: session}}
	for _, job := range []string{"j1", "j2", "j4", "j8", "j7", "j5"} { // j3 and j6 were not seen
		s.follow(job)
		if got := s.selected().ID; got != job {
			t.Fatalf("%s is measured, but %s is selected", job, got)
		}
	}
	s.cursor = 1
	s.follow("j4")
	if got := s.selected().ID; got != "j2" {
		t.Errorf("the user selected j2, and %s is selected", got)
	}
}

// TestLiveCountsResultsAtEveryWidth: a narrow screen used to count tests, of
// which none is done before the last round: 0/16 for most of the time.
func TestLiveCountsResultsAtEveryWidth(t *testing.T) {
	session := longNames(2)
	session.Plan.Rounds = 2
	for _, j := range session.Jobs {
		j.State = bench.StateRunning
		for _, test := range j.Tests {
			test.State, test.Outcome = bench.StateRunning, ""
		}
	}
	session.State, session.Now.Job = bench.StateRunning, "j3"
	s := &liveScreen{desk: &desk{Theme: theme.New(theme.Options{}), session: session, live: true}, names: newFittedNames(naming.Jobs(session.Jobs))}
	for _, width := range []int{38, 58, 78, 98, 158} {
		if head := s.head(width); !strings.Contains(head, "16/32") {
			t.Errorf("%d cells: %s", width, head)
		}
	}
}

// TestAJobWithAllItsFiguresIsDone: jobs that share a start of the engine end
// together. Those that had all their figures used to wait for their turn.
func TestAJobWithAllItsFiguresIsDone(t *testing.T) {
	session := longNames(1)
	s := &liveScreen{desk: &desk{Theme: theme.New(theme.Options{}), session: session}}
	j := session.Jobs[0]
	j.State = bench.StateRunning
	for _, test := range j.Tests {
		test.State, test.Outcome = bench.StateFinished, bench.OutcomeDone
	}
	if sign, _ := s.signOf(j); sign != s.Yes {
		t.Errorf("all tests are done, and the sign is %q", sign)
	}
	j.Tests[1].State = bench.StateRunning
	if sign, _ := s.signOf(j); sign != s.Waiting {
		t.Errorf("another round follows, and the sign is %q", sign)
	}
}
