package report

import (
	"slices"
	"strconv"

	"dragstrip/bench"
)

// OldAgainstNew sets a plan that was measured twice side by side, test by test.
// Results graded suspect are compared with nothing unless they are included.
func OldAgainstNew(old, new *bench.Session, includeSuspect bool) Sheet {
	s := Sheet{Columns: []SheetColumn{
		{Name: "old", Title: "session " + orText(old.ID, "?"), Session: old, Jobs: old.Jobs},
		{Name: "new", Title: "session " + orText(new.ID, "?"), Session: new, Jobs: new.Jobs},
	}}
	partner := pairJobs(old.Jobs, new.Jobs)
	for _, o := range old.Jobs {
		s.putAgain(o, partner[o])
	}
	s.judge(includeSuspect)
	for _, row := range s.Rows {
		if c := &row.Cells[1]; !c.Compared && c.Why == "" {
			c.Why = whyOnce
		}
	}
	s.Columns[1].Differs = againDifferences(old, new, partner, len(s.Rows) > 0)
	return s
}

// putAgain places the tests of an old job and of the new one beside it, which
// may be nil.
func (s *Sheet) putAgain(o, n *bench.JobState) {
	old, new := s.Columns[0].Session, s.Columns[1].Session
	for _, t := range o.Tests {
		var u *bench.TestState
		if n != nil {
			u = n.Test(t.Test)
		}
		if u == nil {
			s.Missing = append(s.Missing, bench.Clean(o.Model.Label()+" "+t.Test.String()))
			continue
		}
		row := SheetRow{Model: n.Model.Label(), Test: t.Test}
		if len(old.Jobs) > 1 {
			row.Job = n.ID
		}
		s.put(0, row, rowOf(old, o, t))
		s.put(1, row, rowOf(new, n, u))
	}
}

// InCommon tells whether a plan has any test that can be set beside a session's.
func InCommon(old *bench.Session, p *bench.Plan) bool {
	planned := bench.Replay([]bench.Event{{Seq: 1, Fact: bench.SessionStarted{Plan: *p}}})
	return len(OldAgainstNew(old, planned, false).Rows) > 0
}

// pairJobs gives each old job its new one, each new one once: by name and
// model, by model and parameters, or by name and parameters where the model
// goes by another name. What is left of one model on both sides, one job each,
// is a pair, too, whatever its parameters: what they differ in is named.
func pairJobs(old, new []*bench.JobState) map[*bench.JobState]*bench.JobState {
	out, taken := map[*bench.JobState]*bench.JobState{}, map[*bench.JobState]bool{}
	sameParams := func(o, n *bench.JobState) bool { return o.Params.String() == n.Params.String() }
	ofModel := func(o, n *bench.JobState) bool {
		return o.Model.Label() == n.Model.Label() || sameFile(o.Model, n.Model)
	}
	sameModel := func(o, n *bench.JobState) bool { return ofModel(o, n) && sameParams(o, n) }
	// Two are enough to know that it is not: counting all would take the cube of
	// how many jobs there are.
	alone := func(o, n *bench.JobState) bool {
		return ofModel(o, n) &&
			!slices.ContainsFunc(old, func(j *bench.JobState) bool { return j != o && out[j] == nil && ofModel(j, n) }) &&
			!slices.ContainsFunc(new, func(j *bench.JobState) bool { return j != n && !taken[j] && ofModel(o, j) })
	}
	for _, fits := range []func(o, n *bench.JobState) bool{
		func(o, n *bench.JobState) bool { return o.ID == n.ID && sameModel(o, n) },
		func(o, n *bench.JobState) bool { return o.Build.ID == n.Build.ID && sameModel(o, n) },
		sameModel,
		func(o, n *bench.JobState) bool { return o.ID == n.ID && sameParams(o, n) },
		alone,
	} {
		for _, o := range old {
			for _, n := range new {
				if out[o] == nil && !taken[n] && fits(o, n) {
					out[o], taken[n] = n, true
				}
			}
		}
	}
	return out
}

// againDifferences are those of the jobs that stand side by side, each once,
// and those of the sessions.
func againDifferences(old, new *bench.Session, partner map[*bench.JobState]*bench.JobState, paired bool) []Difference {
	var out []Difference
	for _, o := range old.Jobs {
		if n := partner[o]; n != nil {
			for _, d := range partnerDifferences(o, n) {
				if !slices.Contains(out, d) {
					out = append(out, d)
				}
			}
		}
	}
	if x, y := old.PlannedRounds(), new.PlannedRounds(); x != y && paired {
		out = append(out, Difference{"rounds", strconv.Itoa(x), strconv.Itoa(y)})
	}
	out = append(out, occasionDifferences(old, new)...)
	out = append(out, machineDifference(&old.Machine, &new.Machine)...)
	if old.Machine.OS != "" && new.Machine.OS != "" { // a report tells the machine's line alone
		out = append(out, settingsDifferences(&old.Machine, &new.Machine)...)
	}
	return out
}

// partnerDifferences names what two jobs differ in; a build that lies elsewhere
// and is the same in all it says of itself is the same.
func partnerDifferences(o, n *bench.JobState) []Difference {
	x, y := *o, *n
	if o.BuildLabel() == n.BuildLabel() {
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
