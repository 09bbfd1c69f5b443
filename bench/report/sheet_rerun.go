package report

import (
	"slices"
	"strconv"

	"dragstrip/bench"
)

// OldAgainstNew compares two measurements of one plan, test by test. It compares
// suspect results only if includeSuspect is set.
func OldAgainstNew(before, after *bench.Session, includeSuspect bool) Sheet {
	s := Sheet{Columns: []SheetColumn{
		{Name: "old", Title: "session " + orText(before.ID, "?"), Session: before, Jobs: before.Jobs},
		{Name: "new", Title: "session " + orText(after.ID, "?"), Session: after, Jobs: after.Jobs},
	}}
	partner := pairJobs(before.Jobs, after.Jobs)
	for _, o := range before.Jobs {
		if n := partner[o]; n != nil {
			s.putAgain(o, n)
		}
	}
	s.Missing = missingTests(before.Jobs, partner)
	s.judge(includeSuspect)
	for _, row := range s.Rows {
		if c := &row.Cells[1]; !c.Compared && c.Why == "" {
			c.Why = whyOnce
		}
	}
	s.Columns[1].Differs = againDifferences(before, after, partner, len(s.Rows) > 0)
	return s
}

// putAgain places the tests that an old job and its new job have in common.
func (s *Sheet) putAgain(o, n *bench.JobState) {
	before, after := s.Columns[0].Session, s.Columns[1].Session
	for _, t := range o.Tests {
		u := n.Test(t.Test)
		if u == nil {
			continue
		}
		row := SheetRow{Model: n.Model.Label(), Test: t.Test}
		if len(before.Jobs) > 1 {
			row.Job = n.ID
		}
		s.put(0, row, rowOf(before, o, t))
		s.put(1, row, rowOf(after, n, u))
	}
}

// InCommon tells whether a plan has any test that can be compared with a test
// of a session.
func InCommon(before *bench.Session, p *bench.Plan) bool {
	planned := bench.Replay([]bench.Event{{Seq: 1, Fact: bench.SessionStarted{Plan: *p}}})
	return len(OldAgainstNew(before, planned, false).Rows) > 0
}

// pairJobs finds the new job of each old job. Each new job is used once. First
// it pairs jobs of one model with the same parameters: those with the same name,
// then those with the same engine build, then all others. Next it pairs jobs
// with the same name and parameters, because the model may have another name. If
// then exactly one job of a model is left on each side, these two are a pair,
// too, even if their parameters differ. The report says how they differ.
func pairJobs(before, after []*bench.JobState) map[*bench.JobState]*bench.JobState {
	out, taken := map[*bench.JobState]*bench.JobState{}, map[*bench.JobState]bool{}
	sameParams := func(o, n *bench.JobState) bool { return o.Params.String() == n.Params.String() }
	ofModel := func(o, n *bench.JobState) bool {
		return o.Model.Label() == n.Model.Label() || sameFile(o.Model, n.Model)
	}
	sameModel := func(o, n *bench.JobState) bool { return ofModel(o, n) && sameParams(o, n) }
	// One more candidate is enough to know that a job is not alone. Counting
	// all would make the time grow with the cube of the number of jobs.
	alone := func(o, n *bench.JobState) bool {
		return ofModel(o, n) &&
			!slices.ContainsFunc(before, func(j *bench.JobState) bool { return j != o && out[j] == nil && ofModel(j, n) }) &&
			!slices.ContainsFunc(after, func(j *bench.JobState) bool { return j != n && !taken[j] && ofModel(o, j) })
	}
	for _, fits := range []func(o, n *bench.JobState) bool{
		func(o, n *bench.JobState) bool { return o.ID == n.ID && sameModel(o, n) },
		func(o, n *bench.JobState) bool { return o.Build.ID == n.Build.ID && sameModel(o, n) },
		sameModel,
		func(o, n *bench.JobState) bool { return o.ID == n.ID && sameParams(o, n) },
		alone,
	} {
		for _, o := range before {
			for _, n := range after {
				if out[o] == nil && !taken[n] && fits(o, n) {
					out[o], taken[n] = n, true
				}
			}
		}
	}
	return out
}

// againDifferences lists the differences between the paired jobs, each once, and
// the differences between the sessions.
func againDifferences(before, after *bench.Session, partner map[*bench.JobState]*bench.JobState, paired bool) []Difference {
	var out []Difference
	for _, o := range before.Jobs {
		if n := partner[o]; n != nil {
			for _, d := range partnerDifferences(o, n) {
				if !slices.Contains(out, d) {
					out = append(out, d)
				}
			}
		}
	}
	if x, y := before.PlannedRounds(), after.PlannedRounds(); x != y && paired {
		out = append(out, Difference{"rounds", strconv.Itoa(x), strconv.Itoa(y)})
	}
	out = append(out, occasionDifferences(before, after)...)
	out = append(out, machineDifference(&before.Machine, &after.Machine)...)
	if before.Machine.OS != "" && after.Machine.OS != "" { // a report has only the machine's line
		out = append(out, settingsDifferences(&before.Machine, &after.Machine)...)
	}
	return out
}

// partnerDifferences names how two jobs differ. A build in another folder
// counts as the same if everything that it says about itself is the same.
func partnerDifferences(o, n *bench.JobState) []Difference {
	x, y := *o, *n
	if o.BuildName() == n.BuildName() {
		x.Build.ID = y.Build.ID
	}
	out := jobDifferences(&x, &y)
	if otherFile(o.Model, n.Model) {
		out = append(out, fileDifference(n.Model))
	}
	if p, q := o.Model.Label(), n.Model.Label(); p != q {
		out = append(out, Difference{"the model's name", p, q})
	}
	return out
}
