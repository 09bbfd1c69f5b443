package bench

import "fmt"

// Tally counts tests by how far they were measured, or the configurations of a
// search. Every list, screen and report shows the same counts.
type Tally struct {
	// Measured counts the tests with all repetitions that were asked for.
	Measured int
	// Partly counts the tests with a figure of some repetitions only, because
	// further rounds were not measured. A test that failed is not counted.
	Partly int
	// Figures counts the tests with a figure, also those that failed later.
	Figures int
	// Asked counts all tests.
	Asked int
	// Configurations counts those of a search; 0 for other sessions. Tried counts
	// those of them that were measured, or that failed.
	Configurations, Tried int
}

// Tally counts the tests of the session. A search tries only some of its
// configurations, so there the number of tests says nothing.
func (s *Session) Tally() Tally {
	out := TallyOf(s.Jobs...)
	if s.Plan.Tuning == nil {
		return out
	}
	out.Configurations = len(s.Jobs)
	for _, j := range s.Jobs {
		if j.HasResults() || j.Failed() {
			out.Tried++
		}
	}
	return out
}

// TallyOf counts the tests of jobs.
func TallyOf(jobs ...*JobState) Tally {
	var out Tally
	for _, j := range jobs {
		for _, t := range j.Tests {
			out.Asked++
			if !t.Measured() {
				continue
			}
			out.Figures++
			switch {
			case t.Outcome == OutcomeDone:
				out.Measured++
			case t.MeasuredPartly():
				out.Partly++
			}
		}
	}
	return out
}

// MeasuredPartly tells whether the test has a figure of some of its repetitions.
// Further rounds follow, or were left out because the session was stopped.
func (t *TestState) MeasuredPartly() bool {
	return t.Measured() && t.Outcome != OutcomeDone && t.Outcome != OutcomeFailed
}

// String is as in "2 of 4 tests measured, 1 partly", or "14 of 40 configurations
// tried".
func (t Tally) String() string {
	if t.Configurations > 0 {
		return fmt.Sprintf("%d of %s tried", t.Tried, Plural(t.Configurations, "configuration"))
	}
	return fmt.Sprintf("%d of %s measured", t.Measured, Plural(t.Asked, "test")) + t.PartlyText()
}

// Short is as in "2/4".
func (t Tally) Short() string {
	if t.Configurations > 0 {
		return fmt.Sprintf("%d/%d", t.Tried, t.Configurations)
	}
	return fmt.Sprintf("%d/%d", t.Measured, t.Asked)
}

// Counted is as in "2/4 tests" or "14/40 tried".
func (t Tally) Counted() string {
	if t.Configurations > 0 {
		return t.Short() + " tried"
	}
	return t.Short() + " tests"
}

// PartlyText follows the count of measured tests: ", 1 partly", or "".
func (t Tally) PartlyText() string {
	if t.Partly == 0 || t.Configurations > 0 {
		return ""
	}
	return fmt.Sprintf(", %d partly", t.Partly)
}
