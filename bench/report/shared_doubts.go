package report

import (
	"slices"

	"dragstrip/bench"
)

// isDisturbed tells whether the warnings on two results make a difference
// between them doubtful. Suspect results are compared only if somebody asked for
// it, so they do not count here.
//
// A setting that slowed both sides in the same way does not make a difference
// doubtful. If everything was measured in power-saving mode, the comparison
// still shows which of two builds is faster in that mode. Without this rule no
// session on such a machine would ever name a winner. The figures keep the
// warning and the grade, because the machine can do better.
func isDisturbed(a, b SheetCell) bool {
	for _, side := range [][2]SheetCell{{a, b}, {b, a}} {
		switch bench.GradeOf(ownDoubts(side[0].Row, side[1].Row)) {
		case bench.GradeNoisy, bench.GradeThrottled:
			return true
		}
	}
	return false
}

// ownDoubts are the doubts about a result. They leave out a doubt that concerns
// both sessions as a whole and says the same about both. Settings of two
// machines never count as the same, because one setting may slow one machine far
// more than the other.
func ownDoubts(r, other *Row) []bench.Warning {
	switch {
	case r == nil:
		return nil
	case other == nil || !oneMachine(r.Session, other.Session):
		return r.Doubts
	}
	return slices.DeleteFunc(slices.Clone(r.Doubts), func(w bench.Warning) bool {
		return r.Session.Lasts(w) && slices.ContainsFunc(other.Doubts, func(o bench.Warning) bool {
			known := w.Text != "" || r.Session == other.Session // a session that was read from a report has only the codes of warnings
			return known && o.Code == w.Code && o.Text == w.Text && other.Session.Lasts(o)
		})
	})
}
