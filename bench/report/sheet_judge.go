package report

import (
	"slices"

	"dragstrip/bench"
)

// Why there is no comparison where one could be expected.
const (
	whySuspect = "suspect, not compared"
	whyOnce    = "not measured twice"
)

// judge holds every cell against the baseline's. Results graded suspect are
// compared with nothing, unless they are to be included, and named.
func (s *Sheet) judge(includeSuspect bool) {
	for _, row := range s.Rows {
		base := row.Cells[s.Baseline]
		// The comparisons of one row with one baseline are a family.
		var family []*bench.Comparison
		for c := range row.Cells {
			cell := &row.Cells[c]
			if c == s.Baseline || !base.Measured() || !cell.Measured() {
				continue
			}
			if suspect := suspects(*base.Row, *cell.Row); len(suspect) > 0 && !includeSuspect {
				cell.Why = whySuspect
				s.leaveOut(suspect)
				continue
			}
			cell.Compared = true
			cell.Comparison = bench.Compare(base.Row.SamplesTPS(), cell.Row.SamplesTPS())
			family = append(family, &cell.Comparison)
		}
		bench.AdjustFamily(bench.UnitTPS, family)
	}
}

// leftOutOf is what several sheets leave out, each once.
func leftOutOf(sheets []Sheet) []string {
	var out []string
	for _, s := range sheets {
		out = append(out, s.LeftOut...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (s *Sheet) leaveOut(suspect []string) {
	for _, text := range suspect {
		if !slices.Contains(s.LeftOut, text) {
			s.LeftOut = append(s.LeftOut, text)
		}
	}
}

// suspects names those of two results that are graded so, with the reason.
func suspects(results ...Row) []string {
	var out []string
	for _, r := range results {
		if r.Grade != bench.GradeSuspect {
			continue
		}
		for _, w := range r.Doubts {
			if bench.KindOf(w.Code).Grade == bench.GradeSuspect {
				out = append(out, place(r.Session, r.Job.ID, r.Test.Test)+": "+bench.Clean(w.Text))
				break
			}
		}
	}
	return out
}

// oneStart tells whether any verdict that shows a difference rests on one
// start of an engine.
func (s Sheet) oneStart() bool {
	return slices.ContainsFunc(s.allPairs(), func(p pair) bool {
		shown := p.is.Compared && (p.is.Verdict == bench.Faster || p.is.Verdict == bench.Slower)
		return shown && min(p.was.Row.starts(), p.is.Row.starts()) == 1
	})
}
