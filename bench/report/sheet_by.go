package report

import "dragstrip/bench"

// By compares sessions along an axis, so that each model, engine, build, set of
// flags or machine is a column. If the jobs of one column differ in something
// else, the names of the rows say so. So each row compares like with like. If
// two columns differ in something else, a note says so.
func By(axis Axis, sessions []*bench.Session, baseline int, includeSuspect bool) Sheet {
	d := newDivision(axis, sessions)
	s := Sheet{Axis: axis, ByModel: axis == AxisModel, Columns: d.columns}
	if baseline > 0 && baseline < len(s.Columns) {
		s.Baseline = baseline
	}
	d.place(&s)
	s.judge(includeSuspect)
	for at := range s.Columns {
		if at != s.Baseline {
			s.holdAlong(at)
		}
	}
	return s
}
