package bench

import (
	"fmt"
	"slices"
	"time"
)

// LongestSample is a month in nanoseconds. No repetition takes that long, and
// the sum of longer times could overflow.
const LongestSample = 30 * 24 * int64(time.Hour)

// CanBeSample tells whether a time in nanoseconds can be the time of a
// repetition. Any other time that an engine gives is counted as missing.
func CanBeSample(ns int64) bool { return ns > 0 && ns <= LongestSample }

// usable leaves out times that cannot be right. Journals of earlier versions
// contain such times, and a report with them could not be read back.
func usable(samplesNS []int64) []int64 {
	if !slices.ContainsFunc(samplesNS, func(ns int64) bool { return !CanBeSample(ns) }) {
		return samplesNS
	}
	return slices.DeleteFunc(slices.Clone(samplesNS), func(ns int64) bool { return !CanBeSample(ns) })
}

// Asked is how many repetitions the engine was asked for, how many of them are
// missing, and how many more came.
type Asked struct {
	Repetitions int
	// Missing is how many repetitions have no usable time: the engine gave
	// none, or an impossible one. Surplus is how many repetitions came that
	// nobody asked for.
	Missing, Surplus int
}

// Exactly tells whether exactly the requested repetitions came.
func (a Asked) Exactly() bool { return a.Missing == 0 && a.Surplus == 0 }

// String describes the difference from what was asked; it is "" if nothing
// differs.
func (a Asked) String() string {
	switch missing := fmt.Sprintf("the engine gave no usable time for %d of %s", a.Missing, Plural(a.Repetitions, "repetition")); {
	case a.Exactly():
		return ""
	case a.Surplus == 0:
		return missing
	case a.Missing == 0:
		return fmt.Sprintf("the engine gave %d more than the requested %s", a.Surplus, Plural(a.Repetitions, "repetition"))
	default:
		return fmt.Sprintf("%s; in other rounds it gave %d more than requested", missing, a.Surplus)
	}
}

// AskedOf compares the requested repetitions of a test with the repetitions
// that came. It compares each round on its own: a surplus repetition in one
// round does not replace a missing one in another. Rounds that have no result
// are not counted; they are reported as failed, skipped or not done. Rounds
// whose number of requested repetitions is unknown are not counted either:
// those of imported figures, and of a journal with gaps.
func (s *Session) AskedOf(j *JobState, t *TestState) Asked {
	var a Asked
	for _, r := range t.Results {
		asked := s.RepetitionsIn(j, t.Test, r.Round)
		if asked == 0 || r.Published != nil {
			continue
		}
		a.Repetitions += asked
		a.Missing += max(asked-len(r.SamplesNS), 0)
		a.Surplus += max(len(r.SamplesNS)-asked, 0)
	}
	return a
}

// Asked is AskedOf for all tests together.
func (s *Session) Asked() Asked {
	var all Asked
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			a := s.AskedOf(j, t)
			all.Repetitions += a.Repetitions
			all.Missing += a.Missing
			all.Surplus += a.Surplus
		}
	}
	return all
}

// notAsAsked is the doubt about a figure of an engine that did not do what it
// was asked for. The cause of a lost repetition may have affected the others.
// An engine that does more than it was asked may also do other things
// differently.
func notAsAsked(s *Session, j *JobState, t *TestState) (Warning, bool) {
	switch a := s.AskedOf(j, t); {
	case a.Missing > 0:
		return doubted("repetitions_missing", a.String()), true
	case a.Surplus > 0:
		return doubted("repetitions_surplus", a.String()), true
	}
	return Warning{}, false
}
