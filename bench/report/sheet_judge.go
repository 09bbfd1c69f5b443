package report

import (
	"fmt"

	"dragstrip/bench"
)

// Reasons why there is no comparison although one could be expected.
const (
	whySuspect = "suspect, not compared"
	whyOnce    = "on one side only"
	// whyPublished is for a side without samples, which cannot be judged.
	whyPublished = "published, no verdict"
)

// judge compares every cell with the baseline's. If includeSuspect is not set,
// suspect results are only named and not compared. A difference is doubtful if
// something disturbed or slowed down one of the results, unless it did the same
// in both sessions; see isDisturbed.
func (s *Sheet) judge(includeSuspect bool) {
	s.includeSuspect = includeSuspect
	if s.beyond > 0 {
		s.Fair = append(s.Fair, fmt.Sprintf("The table leaves out %s: too many tests were measured on one side only", bench.Plural(s.beyond, "result")))
	}
	for _, row := range s.Rows {
		base := row.Cells[s.Baseline]
		// All comparisons of one row with one baseline are one family.
		var family []*bench.Comparison
		for c := range row.Cells {
			cell := &row.Cells[c]
			if c == s.Baseline || !base.Measured() || !cell.Measured() {
				continue
			}
			if base.Row.Summary.Published || cell.Row.Summary.Published {
				cell.Why = whyPublished
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
			if cell := &row.Cells[c]; cell.Shown() && isDisturbed(base, *cell) {
				cell.Verdict = bench.Doubtful
			}
		}
	}
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

// addFair adds the notes on two jobs, one of the baseline and one of a column,
// if they have one model on two engines.
func (s *Sheet) addFair(column int, a, b *bench.JobState) {
	x, y := s.Columns[s.Baseline], s.Columns[column]
	s.Fair = append(s.Fair, fair(x.Session, a, y.Session, b, x.Name, y.Name)...)
}
