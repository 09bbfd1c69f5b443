package report

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// MissingTest is a test of an old job that was not measured again.
type MissingTest struct {
	Job string // the model, and what tells the job from others of this model
	bench.Test
}

func (m MissingTest) String() string { return m.Job + " " + m.Test.String() }

// oldName is the model of a job. If other jobs have the same model, what differs
// from them is added: "Tiny Q4_0 · llama.cpp · fa on".
func oldName(jobs []*bench.JobState, job *bench.JobState) string {
	var same []*bench.JobState
	for _, j := range jobs {
		if j.Model.Label() == job.Model.Label() {
			same = append(same, j)
		}
	}
	name := bench.Clean(job.Model.Label())
	if len(same) < 2 {
		return name
	}
	return joinNonEmpty(" · ", name, naming.Jobs(same).Short[slices.Index(same, job)])
}

// missingWords lists the tests that were not measured again, by job.
func missingWords(missing []MissingTest) string {
	var parts []string
	for i, m := range missing {
		if i > 0 && m.Job == missing[i-1].Job {
			parts[len(parts)-1] += ", " + m.Test.String()
			continue
		}
		parts = append(parts, m.String())
	}
	return strings.Join(parts, "; ")
}
