package bench

import "testing"

// TestTestsAreCountedByHowFarTheyWereMeasured: Live counted tests that have a
// figure of one round of four, and reports did not.
func TestTestsAreCountedByHowFarTheyWereMeasured(t *testing.T) {
	figure := []Result{{SamplesNS: []int64{1e6}}}
	job := func(tests ...*TestState) *JobState { return &JobState{Tests: tests} }
	done := &TestState{State: StateFinished, Outcome: OutcomeDone, Results: figure}
	stopped := &TestState{State: StateFinished, Outcome: OutcomeStopped, Results: figure}
	between := &TestState{State: StateWaiting, Results: figure}
	failed := &TestState{State: StateFinished, Outcome: OutcomeFailed, Results: figure}
	none := &TestState{State: StateFinished, Outcome: OutcomeStopped}
	for text, c := range map[string]struct {
		jobs    []*JobState
		short   string
		figures int
	}{
		"0 of 0 tests measured":           {nil, "0/0", 0},
		"1 of 1 test measured":            {[]*JobState{job(done)}, "1/1", 1},
		"0 of 3 tests measured, 2 partly": {[]*JobState{job(stopped, none), job(between)}, "0/3", 2},
		"1 of 2 tests measured":           {[]*JobState{job(done, failed)}, "1/2", 2},
	} {
		if got := TallyOf(c.jobs...); got.String() != text || got.Short() != c.short || got.Figures != c.figures {
			t.Errorf("%s, %s, %d figures; want %s, %s, %d", got, got.Short(), got.Figures, text, c.short, c.figures)
		}
	}
}
