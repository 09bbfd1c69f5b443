package report

import (
	"cmp"
	"fmt"

	"dragstrip/bench"
)

// SameMeasurement tells whether two sessions hold the same measurement. To
// compare them would count it twice. They do if they are one session, perhaps
// read back from its report, or if the results of one were imported from a file
// that was written from the other.
func SameMeasurement(a, b *bench.Session) bool {
	return a == b || a.ID != "" && a.ID == b.ID || isTakenFrom(a, b) || isTakenFrom(b, a)
}

// FullerOf chooses between two sessions with the same measurement: the one that
// dragstrip watched, or else the one with more results, or else a.
func FullerOf(a, b *bench.Session) *bench.Session {
	if cmp.Or(cmp.Compare(watched(b), watched(a)), cmp.Compare(resultsIn(b), resultsIn(a))) > 0 {
		return b
	}
	return a
}

func watched(s *bench.Session) int {
	if s.Unwatched() {
		return 0
	}
	return 1
}

func resultsIn(s *bench.Session) (n int) {
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			n += len(t.Results)
		}
	}
	return n
}

// isTakenFrom tells whether a session was imported, and another session has all its
// figures.
func isTakenFrom(s, of *bench.Session) bool {
	if s.Imported == nil {
		return false
	}
	sameSource := of.Imported != nil && s.Imported.SHA256 != "" && s.Imported.SHA256 == of.Imported.SHA256
	figures := map[string]bool{}
	eachFigure(of, sameSource, func(figure string) bool {
		figures[figure] = true
		return true
	})
	found := false
	all := eachFigure(s, true, func(figure string) bool {
		found = true
		return figures[figure]
	})
	return found && all
}

// eachFigure calls each with every figure of a session, until each gives false.
// Figures are told apart by the times of their repetitions, in nanoseconds: two
// measurements never have the same ones. Published figures have no times, so
// their machine and model tell them apart. They are left out unless published is
// set.
func eachFigure(s *bench.Session, published bool, each func(figure string) bool) bool {
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			for _, r := range t.Results {
				figure := fmt.Sprint(r.Test, r.SamplesNS)
				if len(r.SamplesNS) == 0 {
					if r.Published == nil || !published {
						continue
					}
					figure = fmt.Sprint(r.Test, s.Machine.Line, j.Model.Label(), *r.Published)
				}
				if !each(figure) {
					return false
				}
			}
		}
	}
	return true
}
