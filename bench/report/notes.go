package report

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// note is a warning or a failure with the tests it applies to.
type note struct {
	where, code, text, reason, remedy string
	tail                              []string
	// job and tests are what it applies to. If job is "", it applies to every
	// job.
	job   string
	tests []bench.Test
}

// testsOfJob names a job with its model, and some of its tests. It leaves out
// what is not given.
func testsOfJob(s *bench.Session, job string, tests ...bench.Test) string {
	var parts []string
	for _, j := range s.Jobs {
		if j.ID == job {
			name := j.Model.Label()
			if len(s.Jobs) > 1 {
				name = "job " + j.ID + ", " + name
			}
			parts = append(parts, name)
		}
	}
	var names []string
	for _, t := range tests {
		if t != (bench.Test{}) && !slices.Contains(names, t.String()) {
			names = append(names, t.String())
		}
	}
	if len(names) > 0 {
		parts = append(parts, strings.Join(names, ", "))
	}
	if len(parts) == 0 {
		return "session"
	}
	return bench.Clean(strings.Join(parts, " · "))
}

// failures lists what failed. Tests of a job with the same reason share one
// note.
func failures(s *bench.Session) []note {
	var out []note
	for _, j := range s.Jobs {
		var reasons []string
		tests := map[string][]bench.Test{}
		first := map[string]*bench.Failure{}
		for _, t := range j.Tests {
			if t.Failure == nil {
				continue
			}
			key := string(t.Failure.Code) + "\x00" + t.Failure.Reason
			if first[key] == nil {
				first[key] = t.Failure
				reasons = append(reasons, key)
			}
			tests[key] = append(tests[key], t.Test)
		}
		for _, key := range reasons {
			f := first[key]
			out = append(out, note{
				where: testsOfJob(s, j.ID, tests[key]...), code: string(f.Code),
				reason: orUnknown(f.Reason), remedy: f.Remedy, tail: f.Tail, job: j.ID, tests: tests[key],
			})
		}
		if len(reasons) == 0 && j.Outcome == bench.OutcomeFailed {
			out = append(out, note{where: testsOfJob(s, j.ID), reason: orUnknown(j.Reason), job: j.ID})
		}
	}
	return out
}

func orUnknown(reason string) string {
	if reason == "" {
		return "no reason was given"
	}
	return reason
}

// warnings lists each warning once, with all the tests it applies to.
func warnings(s *bench.Session) []note {
	type key struct {
		job string
		bench.Warning
	}
	var order []key
	tests := map[key][]bench.Test{}
	// A warning that several rounds of a test have is written once, with the
	// figures of the first round.
	type spot struct {
		job, code string
		bench.Test
	}
	told := map[spot]bool{}
	add := func(job string, w bench.Warning, t bench.Test) {
		if w.Remedy == "" {
			w.Remedy = bench.KindOf(w.Code).Remedy
		}
		if at := (spot{job, w.Code, t}); t != (bench.Test{}) {
			if told[at] {
				return
			}
			told[at] = true
		}
		k := key{job, w}
		if _, seen := tests[k]; !seen {
			order = append(order, k)
		}
		tests[k] = append(tests[k], t)
	}
	for _, w := range s.AllWarnings() {
		add(w.Job, w.Warning, w.Test)
	}
	onCPUAlone := !slices.ContainsFunc(s.Jobs, func(j *bench.JobState) bool { return j.HasResults() && !j.OnCPU() })
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			if len(t.Results) == 0 {
				continue
			}
			for _, w := range s.Derived(j, t) {
				if w.Code == "huge_pages" && onCPUAlone { // a warning about the machine, the same for all jobs
					add("", w, t.Test)
					continue
				}
				add(j.ID, w, t.Test)
			}
		}
	}
	var out []note
	for _, k := range order {
		out = append(out, note{where: testsOfJob(s, k.job, tests[k]...), code: k.Code, text: orText(k.Text, codeSaid(k.Code)), remedy: k.Remedy, job: k.job, tests: tests[k]})
	}
	slices.SortStableFunc(out, func(a, b note) int { return bench.KindOf(b.code).Grade.Weight() - bench.KindOf(a.code).Grade.Weight() })
	return out
}

// notDone lists tests that have no result and did not fail.
func notDone(s *bench.Session) []note {
	var out []note
	for _, j := range s.Jobs {
		tests := map[string][]bench.Test{}
		var order []string
		for _, row := range j.Tests {
			if len(row.Results) > 0 || row.Failure != nil || row.Outcome == bench.OutcomeFailed {
				continue
			}
			standing := Row{Test: row}.Standing() + partly(row)
			if tests[standing] == nil {
				order = append(order, standing)
			}
			tests[standing] = append(tests[standing], row.Test)
		}
		for _, standing := range order {
			reason := standing
			if j.Reason != "" && strings.HasPrefix(standing, string(j.Outcome)) {
				reason += " (" + j.Reason + ")"
			}
			out = append(out, note{where: testsOfJob(s, j.ID, tests[standing]...), reason: reason, job: j.ID, tests: tests[standing]})
		}
	}
	return out
}

// partly lists the repetitions that were seen of a test that ended without a
// result.
func partly(t *bench.TestState) string {
	if len(t.Live) == 0 {
		return ""
	}
	var figures []string
	for _, l := range t.Live[max(0, len(t.Live)-12):] {
		figures = append(figures, bench.FormatTPS(l.TokensPerSecond))
	}
	return fmt.Sprintf(" after %d of %d repetitions: %s t/s, timed by dragstrip", len(t.Live), t.Live[0].Of, strings.Join(figures, ", "))
}

// suspects names those results that are graded suspect, each with the reason.
func suspects(results ...Row) []string {
	var out []string
	for _, r := range results {
		if r.Grade != bench.GradeSuspect {
			continue
		}
		for _, w := range r.Doubts {
			if bench.KindOf(w.Code).Grade == bench.GradeSuspect {
				out = append(out, testsOfJob(r.Session, r.Job.ID, r.Test.Test)+": "+bench.Clean(w.Text))
				break
			}
		}
	}
	return out
}
