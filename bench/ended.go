package bench

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
		all = append(all, j.Tests...)
	}
	return outcomeOf(all)
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

// withoutTimes is the failure of a test whose results contain no usable time.
func withoutTimes() *Failure {
	return &Failure{
		Code: FailNoOutput, Reason: "the engine gave no usable time for any repetition",
		Remedy: KindOf("repetitions_missing").Remedy,
	}
}
