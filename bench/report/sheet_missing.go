package report

import (
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

// missingTests are the tests of old jobs that the new jobs do not have.
func missingTests(jobs []*bench.JobState, partner map[*bench.JobState]*bench.JobState) (out []MissingTest) {
	var names map[*bench.JobState]string
	for _, o := range jobs {
		for _, t := range o.Tests {
			if n := partner[o]; n != nil && n.Test(t.Test) != nil {
				continue
			}
			if names == nil {
				names = oldNames(jobs)
			}
			out = append(out, MissingTest{names[o], t.Test})
		}
	}
	return out
}

// oldNames names each job by its model. If other jobs have the same model, what
// differs from them is added: "Tiny Q4_0 · llama.cpp · fa on".
func oldNames(jobs []*bench.JobState) map[*bench.JobState]string {
	same := map[string][]*bench.JobState{}
	for _, j := range jobs {
		same[j.Model.Label()] = append(same[j.Model.Label()], j)
	}
	out := map[*bench.JobState]string{}
	for label, of := range same {
		differs := make([]string, len(of))
		if len(of) > 1 {
			differs = naming.Jobs(of).Short
		}
		for i, j := range of {
			out[j] = joinNonEmpty(partsBy, bench.Clean(label), differs[i])
		}
	}
	return out
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
