package sessions

import (
	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// Figure is the result of one test of a session.
type Figure struct {
	// Job names the job by what differs between it and the other jobs of the
	// session.
	Job  string  `json:"job"`
	Test string  `json:"test"`
	TPS  float64 `json:"tps"`
	// Low and High are the ends of the 95 % interval. Both are zero if there is no
	// interval.
	Low  float64 `json:"low,omitempty"`
	High float64 `json:"high,omitempty"`
	// Grade says whether the figure is doubtful.
	Grade bench.Grade `json:"grade,omitempty"`
}

// mostFigures is how many results a line carries at most. They are remembered
// for every session, and no screen shows more.
const mostFigures = 64

// figuresOf gives the results of a session in the order of its plan.
func figuresOf(s *bench.Session) []Figure {
	var jobs []*bench.JobState
	for _, j := range s.Jobs[:min(len(s.Jobs), mostFigures)] {
		if j.HasResults() {
			jobs = append(jobs, j)
		}
	}
	if len(jobs) == 0 {
		return nil
	}
	var out []Figure
	names := naming.Jobs(jobs).Full
	for i, j := range jobs {
		for _, t := range j.Tests {
			if !t.Measured() {
				continue
			}
			if len(out) == mostFigures {
				return out
			}
			f, is := Figure{Job: names[i], Test: t.Test.String(), Grade: gradeOf(s, j, t)}, t.Summary()
			if f.TPS = is.Median; is.HasInterval {
				f.Low, f.High = is.Low, is.High
			}
			out = append(out, f)
		}
	}
	return out
}

// gradeOf says whether the figure of a test is doubtful.
func gradeOf(s *bench.Session, j *bench.JobState, t *bench.TestState) bench.Grade {
	return s.GradeIn(t.Summary().N, s.DoubtsOf(j, t))
}
