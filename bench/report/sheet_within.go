package report

import (
	"fmt"
	"slices"

	"dragstrip/bench"
)

// within compares the jobs of one session with each other. There is one sheet
// for each model that several jobs have. The first job of the model is the
// baseline, and the columns are jobs. Jobs of different models are not compared,
// because a ratio between them would say nothing about either.
func within(s *bench.Session, includeSuspect bool) []Sheet {
	var out []Sheet
	for i, base := range s.Jobs {
		if !isFirstOfModel(s, i) {
			continue
		}
		sheet := Sheet{Columns: []SheetColumn{jobColumn(s, base, base)}}
		for _, j := range s.Jobs[i+1:] {
			if sameModel(base.Model, j.Model) {
				sheet.Columns = append(sheet.Columns, jobColumn(s, base, j))
			}
		}
		if len(sheet.Columns) == 1 {
			continue
		}
		for at, c := range sheet.Columns {
			for _, r := range rowsOf(s, c.Jobs[0]) {
				sheet.put(at, SheetRow{Model: base.Model.Label(), Test: r.Test.Test}, r)
			}
		}
		sheet.judge(includeSuspect)
		for at := range sheet.Columns {
			if len(sheet.compared(at)) > 0 {
				sheet.addFair(at, base, sheet.Columns[at].Jobs[0])
			}
		}
		out = append(out, sheet)
	}
	return out
}

func jobColumn(s *bench.Session, base, j *bench.JobState) SheetColumn {
	return SheetColumn{
		Name: j.ID, Title: j.BuildLabel(), Detail: jobDetail(j), Session: s, Jobs: []*bench.JobState{j},
		Differs: jobDifferences(base, j),
	}
}

func isFirstOfModel(s *bench.Session, i int) bool {
	for _, j := range s.Jobs[:i] {
		if sameModel(j.Model, s.Jobs[i].Model) {
			return false
		}
	}
	return true
}

// mostUnpaired is how many pairs without a common test are named.
const mostUnpaired = 20

// unpaired says which jobs of one model on two engines have no test in common.
// Such jobs are not in the table at all.
func unpaired(s *bench.Session) []string {
	if len(s.Jobs) == 2 {
		a, b := s.Jobs[0], s.Jobs[1]
		return append(unpairable(s.Jobs[:1], s.Jobs[1:], a.ID, b.ID), noTestInCommon(s, a, b)...)
	}
	var out []string
	pairs := 0
	for i, a := range s.Jobs {
		for _, b := range s.Jobs[i+1:] {
			words := noTestInCommon(s, a, b)
			if len(words) == 0 {
				continue
			}
			if pairs++; pairs <= mostUnpaired {
				out = append(out, words...)
			}
		}
	}
	if more := pairs - mostUnpaired; more > 0 {
		out = append(out, fmt.Sprintf("more pairs of jobs without a common test: %d", more))
	}
	return out
}

// noTestInCommon says that two jobs of one model on two engines have no test in
// common. It gives nil for all other jobs.
func noTestInCommon(s *bench.Session, a, b *bench.JobState) []string {
	if !crossEngine(a.Model, b.Model) {
		return nil // most pairs of a long session end here
	}
	common := slices.ContainsFunc(a.Tests, func(t *bench.TestState) bool {
		u := b.Test(t.Test)
		return u != nil && len(t.Results) > 0 && len(u.Results) > 0
	})
	if common || len(withoutPartner(a, b, ""))+len(withoutPartner(b, a, "")) == 0 {
		return nil
	}
	return fair(s, a, s, b, a.ID, b.ID)
}
