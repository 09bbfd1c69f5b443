package bench

import "slices"

// outcomeOf tells from finished tests how their job or their session ended. The
// outcome is done only if every test has a figure.
func outcomeOf(tests []*TestState) Outcome {
	failed, lacking, skipped, measured := 0, 0, 0, 0
	for _, t := range tests {
		switch {
		case t.Outcome == OutcomeFailed:
			failed++
		case t.Outcome == OutcomeSkipped:
			skipped++
		case !t.Measured():
			lacking++
		}
		if t.Measured() {
			measured++
		}
	}
	switch {
	case failed > 0 && failed == len(tests):
		return OutcomeFailed
	case failed > 0:
		return OutcomePartly
	case lacking > 0:
		return OutcomeIncomplete
	case skipped > 0 && measured == 0:
		return OutcomeSkipped
	case skipped > 0:
		return OutcomePartlySkipped
	}
	return OutcomeDone
}

// OutcomeOfTests is how the job ended if nothing is left to be done.
func (j *JobState) OutcomeOfTests() Outcome { return outcomeOf(j.Tests) }

// OutcomeOfTests is how the session ended if nothing is left to be done.
// Skipping is a choice, not a failure.
func (s *Session) OutcomeOfTests() Outcome {
	var all []*TestState
	for _, j := range s.Jobs {
		// A search leaves most jobs out. One that fails is an answer, too, also if
		// some of its tests were measured.
		if s.Plan.Tuning == nil || j.HasResults() && !j.hasFailedTest() {
			all = append(all, j.Tests...)
		}
	}
	if len(all) == 0 {
		return OutcomeFailed
	}
	return outcomeOf(all)
}

// hasFailedTest tells whether a test of the job ended with a failure, and was not
// measured after it.
func (j *JobState) hasFailedTest() bool {
	return slices.ContainsFunc(j.Tests, func(t *TestState) bool { return t.Outcome == OutcomeFailed })
}

// CanBeRetried tells whether measuring again may give a figure that is missing.
// Figures that somebody chose to leave out do not count.
func (o Outcome) CanBeRetried() bool {
	switch o {
	case OutcomeFailed, OutcomePartly, OutcomeLost, OutcomeIncomplete:
		return true
	}
	return false
}

// LeftJobs gives the jobs that a new bench process would work on.
func (s *Session) LeftJobs(retryFailed bool) []*JobState {
	var out []*JobState
	for _, j := range s.Jobs {
		left := j.State != StateFinished || j.Outcome == OutcomeStopped
		for _, t := range j.Tests {
			left = left || retryFailed && t.Outcome.CanBeRetried()
		}
		if left {
			out = append(out, j)
		}
	}
	return out
}

// CanGoOn tells whether a new bench process would have something to do. A session
// that died after its last test is still finished properly, with drift check,
// digests and report.
func (s *Session) CanGoOn(retryFailed bool) bool {
	return s.State != StateFinished || len(s.LeftJobs(retryFailed)) > 0 || s.SentinelDue()
}

// withoutTimes is the failure of a test whose results contain no usable time.
func withoutTimes() *Failure {
	return &Failure{
		Code: FailNoOutput, Reason: "the engine gave no usable time for any repetition",
		Remedy: KindOf("repetitions_missing").Remedy,
	}
}
