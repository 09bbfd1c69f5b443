package bench

import (
	"math"
	"time"
)

// SentinelRound is the number of the round in which engines measure the
// sentinel. The journal never has its results among those of tests.
const SentinelRound = -1

// SentinelAfter is how much active time a session of one job needs to get a
// sentinel. Several jobs always get one: they are compared, and drift between
// them would look like a difference. Drift does little harm to one short job,
// and the sentinel might take as long as the job.
const SentinelAfter = 2 * time.Minute

// DriftLimit is the largest change over a session that is not doubted.
const DriftLimit = 0.03

// SentinelFinished carries the repetition of the session's first test at the
// session's end. It is kept apart from the results. Otherwise the first test
// would have more samples than the tests it is compared with, and some of them
// would be later.
type SentinelFinished struct {
	Test    Test     `json:"test"`
	Outcome Outcome  `json:"outcome"`
	Result  *Result  `json:"result,omitempty"`
	Failure *Failure `json:"failure,omitempty"`
}

// Sentinel is the finished sentinel of a session.
type Sentinel struct {
	Job string
	SentinelFinished
}

// FirstTest names the test that a session measured first.
type FirstTest struct {
	Job  string
	Test Test
}

// SentinelDue tells whether the first test must be repeated when everything
// else is done.
func (s *Session) SentinelDue() bool {
	if !s.Plan.Sentinel || s.Sentinel != nil || s.First == nil {
		return false
	}
	j := s.Job(s.First.Job)
	if j == nil || j.Test(s.First.Test) == nil {
		return false
	}
	jobs, results := 0, 0
	for _, j := range s.Jobs {
		n := 0
		for _, t := range j.Tests {
			n += len(t.Results)
		}
		results += n
		jobs += min(n, 1)
	}
	return jobs > 1 || results > 1 && s.Active >= SentinelAfter
}

// SentinelRepetitions is how many repetitions the sentinel takes: enough for an
// interval, but no more than the test itself had.
func (j *Job) SentinelRepetitions() int { return max(min(j.Repetitions, DefaultRepetitions), 1) }

// Drift compares the first test at the start and at the end of a session.
type Drift struct {
	Job        string     `json:"job"`
	Test       Test       `json:"test"`
	Before     Summary    `json:"before"`
	After      Summary    `json:"after"`
	Comparison Comparison `json:"comparison"`
	// Change is the median after, divided by the median before, minus 1.
	Change float64 `json:"change"`
	// Doubtful says that the change is more than DriftLimit, and more than
	// chance explains.
	Doubtful bool `json:"doubtful"`
}

// Drift compares the sentinel with the results of its test; false if there is
// no sentinel.
func (s *Session) Drift() (Drift, bool) {
	if s.Sentinel == nil || s.Sentinel.Result == nil {
		return Drift{}, false
	}
	j := s.Job(s.Sentinel.Job)
	if j == nil {
		return Drift{}, false
	}
	t := j.Test(s.Sentinel.Test)
	if t == nil {
		return Drift{}, false
	}
	before, after := t.StartsTPS(), s.Sentinel.Result.SamplesTPS()
	d := Drift{Job: j.ID, Test: t.Test, Before: SummarizeStarts(before), After: Summarize(after), Comparison: compareNewStart(before, after)}
	if d.Before.Median <= 0 || d.After.N == 0 {
		return Drift{}, false
	}
	d.Change = d.After.Median/d.Before.Median - 1
	// With too few starts nothing is claimed.
	d.Doubtful = d.Comparison.Shown() && math.Abs(d.Change) > DriftLimit
	return d, true
}

// compareNewStart tells whether one more start of the engine differs from the
// earlier ones by more than starts usually do.
func compareNewStart(before [][]float64, samples []float64) Comparison {
	c := Compare(before, [][]float64{samples})
	was, ok := levelOf(before)
	now, also := levelOf([][]float64{samples})
	if !ok || !also || was.starts < MinStarts {
		return c
	}
	c.take(newStart(was, now))
	c.Verdict = c.direction(UnitTPS)
	return c
}

// String is the sentence for people.
func (d Drift) String() string {
	text := "the first test (" + d.Job + " " + d.Test.String() + "), repeated at the end: " +
		FormatTPS(d.Before.Median) + " t/s before, " + FormatTPS(d.After.Median) + " t/s after"
	if math.Abs(d.Change) < 0.0005 {
		return text
	}
	word := " slower"
	if d.Change > 0 {
		word = " faster"
	}
	return text + ", " + FormatPercent(math.Abs(d.Change)) + word
}

// DriftWarning is the doubt about the whole session; false if there is none.
func (s *Session) DriftWarning() (Warning, bool) {
	d, ok := s.Drift()
	if !ok || !d.Doubtful {
		return Warning{}, false
	}
	return Warning{
		Code: "sentinel_drift", Text: d.String() + ". The machine changed during the measurement",
		Remedy: "close other programs, let the machine cool (--cool-down 2m), spread the repetitions over more rounds (--rounds), and measure again",
	}, true
}

// noteFirst remembers the first test. A sentinel that came before a later
// result is dropped, because it is no longer at the end.
func (s *Session) noteFirst(job string, t Test) {
	if s.First == nil {
		s.First = &FirstTest{job, t}
	}
	s.Sentinel = nil
}
