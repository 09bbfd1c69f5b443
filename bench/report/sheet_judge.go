package report

import (
	"fmt"

	"dragstrip/bench"
)

// Why there is no comparison where one could be expected.
const (
	whySuspect = "suspect, not compared"
	whyOnce    = "not measured twice"
)

// judge holds every cell against the baseline's. Results graded suspect are
// compared with nothing, unless they are to be included, and named. A
// difference from or to a result graded noisy or throttled is doubtful.
func (s *Sheet) judge(includeSuspect bool) {
	s.includeSuspect = includeSuspect
	if s.beyond > 0 {
		s.Fair = append(s.Fair, fmt.Sprintf("The table leaves out %s: too many tests were measured on one side only", bench.Plural(s.beyond, "result")))
	}
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
			cell.Comparison = compareRows(*base.Row, *cell.Row)
			family = append(family, &cell.Comparison)
		}
		bench.AdjustFamily(bench.UnitTPS, family)
		for c := range row.Cells {
			if cell := &row.Cells[c]; cell.Shown() && (isDisturbed(base) || isDisturbed(*cell)) {
				cell.Verdict = bench.Doubtful
			}
		}
	}
}

// isDisturbed tells whether a result's own warnings make a difference from it
// doubtful. What is suspect is compared only where somebody asked for it.
func isDisturbed(c SheetCell) bool {
	return c.Row != nil && (c.Row.Grade == bench.GradeNoisy || c.Row.Grade == bench.GradeThrottled)
}

func (s *Sheet) leaveOut(suspect []string) {
	for _, text := range suspect {
		if s.left[text] {
			continue
		}
		if s.left == nil {
			s.left = map[string]bool{}
		}
		s.left[text] = true
		s.LeftOut = append(s.LeftOut, text)
	}
}

// addFair says what is to be known of two jobs, one of the baseline's and one of
// a column's, where they are of one model on two engines.
func (s *Sheet) addFair(column int, a, b *bench.JobState) {
	x, y := s.Columns[s.Baseline], s.Columns[column]
	s.Fair = append(s.Fair, fair(x.Session, a, y.Session, b, x.Name, y.Name)...)
}
