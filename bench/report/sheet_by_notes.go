package report

import (
	"slices"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/naming"
)

// holdAlong says how a column differs from the baseline, in any row that both
// have, and adds notes for a fair comparison.
func (s *Sheet) holdAlong(at int) {
	base, c := &s.Columns[s.Baseline], &s.Columns[at]
	type pairOf struct{ a, b *bench.JobState }
	seen := map[pairOf]bool{}
	var fairly once
	for _, p := range s.pairs(at) {
		if p.was.Row == nil || p.is.Row == nil || seen[pairOf{p.was.Row.Job, p.is.Row.Job}] {
			continue
		}
		was, is := p.was.Row, p.is.Row
		seen[pairOf{was.Job, is.Job}] = true
		if s.ByModel {
			c.Differs = addDifference(c.Differs, Difference{What: "model"})
		} else if was.Job.Model.Format == is.Job.Model.Format && otherFile(was.Job.Model, is.Job.Model) {
			c.Differs = addDifference(c.Differs, fileDifference(is.Job.Model))
		}
		for _, d := range slices.Concat(jobDifferences(was.Job, is.Job), sessionDifferences(was.Session, is.Session)) {
			c.Differs = addDifference(c.Differs, d)
		}
		for _, text := range fair(was.Session, was.Job, is.Session, is.Job, base.Name, c.Name) {
			fairly.add(text, "")
		}
	}
	s.Fair = append(s.Fair, unpairable(base.Jobs, c.Jobs, base.Name, c.Name)...)
	if len(seen) == 0 {
		s.Fair = append(s.Fair, nothingInCommon(base, c))
	}
	s.Fair = append(s.Fair, fairly.order...)
	if s.ByModel {
		s.addBytes(at)
	}
}

// addDifference adds a row's difference to those of other rows. If the values
// are not the same in all rows, the difference is named without values.
func addDifference(list []Difference, d Difference) []Difference {
	at := slices.IndexFunc(list, func(have Difference) bool { return have.What == d.What })
	switch {
	case at < 0:
		return append(list, d)
	case list[at] != d:
		list[at] = Difference{What: d.What}
	}
	return list
}

// namesAlong names the columns by what the axis is about. What all jobs have in
// common stands once, in Shared.
func (s Sheet) namesAlong(o Options) naming.Names {
	var columns, all []naming.Thing
	private := redactors{}
	for _, c := range s.Columns {
		first := true
		for _, session := range c.sessions() {
			r := private.of(session, o)
			there := *session
			there.Machine = r.machine(session.Machine, o)
			for _, j := range c.Jobs {
				if !slices.Contains(session.Jobs, j) {
					continue
				}
				t := slices.Concat(naming.Model(r.model(j.Model)), naming.Configuration(j), naming.Occasion(&there, time.UTC)).Spelled(r.path)
				if s.Axis == AxisModel && slices.ContainsFunc(c.Jobs, func(o *bench.JobState) bool { return isCopy(o.Model.Name, j.Model.Name) }) {
					plain, _ := unmarked(r.model(j.Model).Name)
					t[0].Text = bench.Clean(plain)
				}
				if all = append(all, t); first {
					columns, first = append(columns, t.About(subjects[s.Axis]...)), false
					if s.Axis == AxisMachine && there.Machine.Line == "" {
						columns[len(columns)-1] = naming.Thing{{Key: naming.MachineLine, Text: r.text(machineTitle(&there))}}
					}
				}
			}
		}
	}
	names := naming.Apart(columns)
	if len(columns) > 1 {
		names.Shared = naming.Apart(all).Shared
	}
	return names
}
