package bench

import (
	"slices"
	"testing"
)

// TestOnlyWhatHasAFigureOfEveryTestIsDone: history used to say "done 0/2" with
// a check mark, because the journal of the session said that it was done.
func TestOnlyWhatHasAFigureOfEveryTestIsDone(t *testing.T) {
	figure := TestFinished{Result: Result{Test: tg, SamplesNS: sixOfOneSecond}}
	timeless := TestFinished{Result: Result{Test: tg, SamplesNS: []int64{0, -1, 0, 0, 0, 0}}}
	failed := TestFailed{Test: tg, Failure: Failure{Code: FailCrashed, Reason: "crashed"}}
	nothing := LineLogged{}
	for name, c := range map[string]struct {
		a, b         Fact
		endOfB       Outcome
		session, job Outcome // outcomes of the session and of job b
		test         Outcome
	}{
		"both have figures":   {figure, figure, OutcomeDone, OutcomeDone, OutcomeDone, OutcomeDone},
		"one is lost":         {figure, nothing, OutcomeDone, OutcomeIncomplete, OutcomeIncomplete, OutcomeLost},
		"both are lost":       {nothing, nothing, OutcomeDone, OutcomeIncomplete, OutcomeIncomplete, OutcomeLost},
		"no time can be one":  {figure, timeless, OutcomeDone, OutcomePartly, OutcomeFailed, OutcomeFailed},
		"none in either":      {timeless, timeless, OutcomeDone, OutcomeFailed, OutcomeFailed, OutcomeFailed},
		"one failed":          {figure, failed, OutcomeDone, OutcomePartly, OutcomeFailed, OutcomeFailed},
		"one was skipped":     {figure, nothing, OutcomeSkipped, OutcomePartlySkipped, OutcomeSkipped, OutcomeSkipped},
		"one failed for long": {figure, failed, OutcomeFailed, OutcomePartly, OutcomeFailed, OutcomeFailed},
	} {
		s := tell(Plan{}, "a", "b")
		s.say("a", c.a)
		s.say("b", c.b)
		s.say("a", JobFinished{Outcome: OutcomeDone})
		s.say("b", JobFinished{Outcome: c.endOfB})
		s.say("", SessionFinished{Outcome: OutcomeDone})
		b := s.Job("b")
		if s.Outcome != c.session || b.Outcome != c.job || b.Tests[0].Outcome != c.test {
			t.Errorf("%s: session %q, job %q, test %q", name, s.Outcome, b.Outcome, b.Tests[0].Outcome)
		}
		if tests := s.Tally(); (tests.Measured == tests.Asked) != (s.Outcome == OutcomeDone) {
			t.Errorf("%s: %s is %q", name, tests.Short(), s.Outcome)
		}
		if b.Tests[0].Outcome == OutcomeFailed && b.Tests[0].Failure == nil {
			t.Errorf("%s: failed, and not why", name)
		}
	}
}

// A configuration that fails is an answer of a search. One that failed in its
// second test used to make the whole search "partly done", with the advice to
// measure it again.
func TestASearchIsDoneAlsoIfAConfigurationFails(t *testing.T) {
	pp := Test{Prompt: 512}
	for name, c := range map[string]struct {
		failing []string
		outcome Outcome
	}{
		"none fails":                {nil, OutcomeDone},
		"one fails in one test":     {[]string{"b"}, OutcomeDone},
		"all have failed in a test": {[]string{"a", "b"}, OutcomeFailed},
	} {
		plan := Plan{Tuning: &Tuning{Axes: []TuningAxis{{Name: "x", Values: []string{"1", "2", "3"}}}, Choices: [][]int{{0}, {1}, {2}}}}
		for _, id := range []string{"a", "b", "c"} {
			plan.Jobs = append(plan.Jobs, Job{ID: id, Tests: []Test{pp, tg}, Repetitions: 1})
		}
		s := tell(plan)
		s.say("", RepetitionsAdded{Tests: []Test{pp, tg}, Repetitions: 1, Jobs: []string{"a", "b"}})
		for _, id := range []string{"a", "b"} {
			s.say(id, TestFinished{Result: Result{Test: pp, SamplesNS: []int64{1e9}}})
			if slices.Contains(c.failing, id) {
				s.say(id, TestFailed{Test: tg, Failure: Failure{Code: FailCrashed, Reason: "crashed"}})
				continue
			}
			s.say(id, TestFinished{Result: Result{Test: tg, SamplesNS: []int64{1e9}}})
		}
		s.say("c", JobFinished{Outcome: OutcomeSkipped})
		if outcome := s.OutcomeOfTests(); outcome != c.outcome {
			t.Errorf("%s: %s", name, outcome)
		}
		if tests := s.Tally(); tests.String() != "2 of 3 configurations tried" || tests.Counted() != "2/3 tried" || tests.PartlyText() != "" {
			t.Errorf("%s: %q, %q", name, tests, tests.Counted())
		}
	}
}

func TestWhatHasNoFigureIsMeasuredAgainWhereThatIsAskedFor(t *testing.T) {
	for name, f := range map[string]Fact{
		"no time": TestFinished{Result: Result{Test: tg, SamplesNS: []int64{0}}},
		"lost":    LineLogged{},
	} {
		s := tell(Plan{}, "a")
		s.say("a", f)
		s.say("a", JobFinished{Outcome: OutcomeDone})
		s.say("", SessionFinished{Outcome: OutcomeDone})
		if !s.Outcome.CanBeRetried() {
			t.Errorf("%s: %q cannot be retried", name, s.Outcome)
		}
		s.say("", SessionResumed{RetryFailed: true})
		if test := s.Job("a").Tests[0]; test.State != StateWaiting || test.Settled(0) {
			t.Errorf("%s: %+v", name, test)
		}
		s.say("a", TestFinished{Result: Result{Test: tg, SamplesNS: sixOfOneSecond}})
		s.say("a", JobFinished{Outcome: OutcomeDone})
		s.say("", SessionFinished{Outcome: OutcomeDone})
		if s.Outcome != OutcomeDone || s.Job("a").Tests[0].Failure != nil {
			t.Errorf("%s, measured again: %q", name, s.Outcome)
		}
	}
}

// Results used to offer to measure the rest of a session that was stopped during
// its last step, although nothing was left.
func TestASessionGoesOnOnlyIfSomethingIsLeft(t *testing.T) {
	for name, c := range map[string]struct {
		b, end   Outcome
		sentinel bool // the drift check is planned
		jobs     int  // how many jobs are left
		goesOn   bool
		retried  int // how many jobs are left if failed tests are measured again
	}{
		"complete":                            {OutcomeDone, OutcomeDone, false, 0, false, 0},
		"stopped after the last test":         {OutcomeDone, OutcomeStopped, false, 0, false, 0},
		"stopped in a test":                   {OutcomeStopped, OutcomeStopped, false, 1, true, 1},
		"stopped in the drift check":          {OutcomeDone, OutcomeStopped, true, 0, true, 0},
		"died after the last test":            {OutcomeDone, "", false, 0, true, 0},
		"died in a test":                      {"", "", false, 1, true, 1},
		"a failed test is not measured again": {OutcomeFailed, OutcomePartly, false, 0, false, 1},
	} {
		s := tell(Plan{Sentinel: c.sentinel}, "a", "b")
		for job, outcome := range map[string]Outcome{"a": OutcomeDone, "b": c.b} {
			if outcome == OutcomeDone {
				s.gave(job, 0, 100, 101, 102, 100, 101, 102)
			}
			if outcome != "" {
				s.say(job, JobFinished{Outcome: outcome})
			}
		}
		if c.end != "" {
			s.say("", SessionFinished{Outcome: c.end})
		}
		if left, retried := len(s.LeftJobs(false)), len(s.LeftJobs(true)); left != c.jobs || retried != c.retried || s.CanGoOn(false) != c.goesOn {
			t.Errorf("%s: %d jobs are left, %d with failed tests, goes on %v", name, left, retried, s.CanGoOn(false))
		}
	}
}
