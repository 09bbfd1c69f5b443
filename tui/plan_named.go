package tui

import (
	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/tui/widget"
)

// jobsNamed is how many jobs get names at most. No screen shows more jobs at
// once.
const jobsNamed = 64

// plannedJobs is what the screen says about the plan's jobs.
type plannedJobs struct {
	names fittedNames
	// tests are the tests of each job, with the speeds that are expected of them.
	tests [][]string
}

// plannedJobsOf computes what the screen says about a plan's jobs. This does
// not change while the plan is shown. expect may be nil.
func plannedJobsOf(p *bench.Plan, expect func(*bench.Job, bench.Test) bench.SpeedRange) plannedJobs {
	var out plannedJobs
	var jobs []*bench.JobState
	for i := range p.Jobs[:min(len(p.Jobs), jobsNamed)] {
		j := &p.Jobs[i]
		jobs = append(jobs, &bench.JobState{Job: *j})
		var lines []string
		for _, t := range j.Tests[:min(len(j.Tests), jobsNamed)] {
			line := t.String()
			if expect != nil {
				line = widget.Left(line, 16) + " " + expectedText(expect(j, t))
			}
			lines = append(lines, line)
		}
		out.tests = append(out.tests, lines)
	}
	out.names = newFittedNames(naming.Jobs(jobs))
	return out
}
