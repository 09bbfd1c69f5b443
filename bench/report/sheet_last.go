package report

import (
	"fmt"
	"slices"

	"dragstrip/bench"
)

// LastAgainstNew compares the last sessions of a machine, as one side, with a new
// session. Each of the earlier sessions is one value of the old side: its own
// repetitions say little about the next session, because a machine is faster on
// one day than on the next. same tells whether a job of an earlier session
// measured the same as a job of the new one.
func LastAgainstNew(last []*bench.Session, same func(*bench.Session, *bench.JobState, *bench.JobState) bool, after *bench.Session, includeSuspect bool) Sheet {
	s := Sheet{Columns: []SheetColumn{
		{Name: "old", Title: lastTitle(last), Session: after},
		{Name: "new", Title: "session " + orText(after.ID, "?"), Session: after, Jobs: after.Jobs},
	}}
	if len(last) > 0 {
		s.Columns[0].Session, s.Columns[0].Others = last[0], last[1:]
	}
	for _, n := range after.Jobs {
		for _, t := range n.Tests {
			row := SheetRow{Model: n.Model.Label(), Test: t.Test}
			if len(after.Jobs) > 1 {
				row.Job = n.ID
			}
			old, differs := pooled(last, same, n, t.Test, includeSuspect)
			s.put(0, row, old)
			s.put(1, row, rowOf(after, n, t))
			for _, d := range differs {
				s.Columns[1].Differs = addDifference(s.Columns[1].Differs, d)
			}
		}
	}
	s.judge(includeSuspect)
	for _, row := range s.Rows {
		if c := &row.Cells[1]; !c.Compared && c.Why == "" {
			c.Why = whyOnce
		}
	}
	return s
}

func lastTitle(last []*bench.Session) string {
	switch len(last) {
	case 0:
		return "no earlier session of this machine measured the same"
	case 1:
		return "session " + last[0].ID
	}
	return fmt.Sprintf("the last %d sessions of this machine that measured the same (%s to %s)", len(last), last[len(last)-1].ID, last[0].ID)
}

// pooled is a test of a job as the earlier sessions measured it, one value for
// each session.
func pooled(last []*bench.Session, same func(*bench.Session, *bench.JobState, *bench.JobState) bool, of *bench.JobState, t bench.Test, includeSuspect bool) (Row, []Difference) {
	row := Row{Session: of0(last), Job: of, Test: &bench.TestState{Test: t, State: bench.StateFinished, Outcome: bench.OutcomeDone}}
	var differs []Difference
	for _, s := range last {
		at := slices.IndexFunc(s.Jobs, func(j *bench.JobState) bool { return same(s, j, of) && j.Test(t) != nil })
		if at < 0 {
			continue
		}
		one := rowOf(s, s.Jobs[at], s.Jobs[at].Test(t))
		if one.Summary.N == 0 || one.Grade == bench.GradeSuspect && !includeSuspect {
			continue
		}
		if row.Pooled == 0 {
			row.Job, row.Session, row.Ceiling = s.Jobs[at], s, one.Ceiling
		}
		value := bench.Result{Test: t, Round: row.Pooled}
		for _, r := range one.Test.Results {
			value.SamplesNS = append(value.SamplesNS, r.SamplesNS...)
		}
		row.Test.Results = append(row.Test.Results, value)
		row.Pooled++
		for _, d := range partnerDifferences(s.Jobs[at], of) {
			differs = addDifference(differs, d)
		}
	}
	row.Summary = row.Test.Summary()
	row.MovedGBps, _ = row.Job.MovedGBps(t, row.Summary.Median)
	row.Grade = bench.GradeOver(row.Summary.N, nil)
	return row, differs
}

// of0 is the newest of the earlier sessions, or nil.
func of0(last []*bench.Session) *bench.Session {
	if len(last) == 0 {
		return nil
	}
	return last[0]
}
