package report

import "dragstrip/bench"

// By compares sessions along an axis: each model, engine, build, set of flags or
// machine is a column. What else differs between the jobs of one column is in
// the names of the rows, so that each row compares like with like. What else
// differs between two columns is said in a note.
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
