package bench

import (
	"fmt"
	"slices"
	"time"
)

// LongestSample is a month in nanoseconds: no repetition takes that long, and
// sums of those that do would run over.
const LongestSample = 30 * 24 * int64(time.Hour)

// CanBeSample tells whether a time in nanoseconds can be that of a repetition.
// What an engine gives beyond it is no time, and is counted as missing.
func CanBeSample(ns int64) bool { return ns > 0 && ns <= LongestSample }

// usable leaves out times that cannot be right. Journals of earlier versions
// contain such times, and a report with them could not be read back.
func usable(samplesNS []int64) []int64 {
	if !slices.ContainsFunc(samplesNS, func(ns int64) bool { return !CanBeSample(ns) }) {
		return samplesNS
	}
	return slices.DeleteFunc(slices.Clone(samplesNS), func(ns int64) bool { return !CanBeSample(ns) })
}

// Asked is how many repetitions were asked of the engine, and how far what it
// gave is from that.
type Asked struct {
	Repetitions int
	// Missing came without a usable time: the engine gave none, or one that
	// cannot be. Surplus came beside what was asked for.
	Missing, Surplus int
}

// Exactly tells whether exactly the requested repetitions came.
func (a Asked) Exactly() bool { return a.Missing == 0 && a.Surplus == 0 }

// String describes the difference from what was asked; it is "" if there is
// none.
func (a Asked) String() string {
	switch missing := fmt.Sprintf("the engine gave no usable time for %d of %s", a.Missing, Plural(a.Repetitions, "repetition")); {
	case a.Exactly():
		return ""
	case a.Surplus == 0:
		return missing
	case a.Missing == 0:
		return fmt.Sprintf("the engine gave %d more than the %s it was asked for", a.Surplus, Plural(a.Repetitions, "repetition"))
	default:
		return fmt.Sprintf("%s, and %d more than asked for in other rounds", missing, a.Surplus)
	}
}

// AskedOf compares what was asked of a test with what came, round by round: one
// repetition too many in a round does not stand in for one that another lacks.
// Rounds that have no result are not counted; those are told as failed,
// skipped or not done. Neither are those of which it is not known how many were
// asked for: figures of others, and a journal with gaps.
func (s *Session) AskedOf(j *JobState, t *TestState) Asked {
	var a Asked
	for _, r := range t.Results {
		asked := s.RepetitionsIn(j, t.Test, r.Round)
		if asked == 0 {
			continue
		}
		a.Repetitions += asked
		a.Missing += max(asked-len(r.SamplesNS), 0)
		a.Surplus += max(len(r.SamplesNS)-asked, 0)
	}
	return a
}

// Asked is AskedOf of all tests together.
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

// notAsAsked is the doubt on a figure of an engine that did not do what it was
// asked for. What made it lose one repetition may have touched the others, and
// of one that takes more nobody knows what else it does otherwise.
func notAsAsked(s *Session, j *JobState, t *TestState) (Warning, bool) {
	switch a := s.AskedOf(j, t); {
	case a.Missing > 0:
		return doubted("repetitions_missing", a.String()), true
	case a.Surplus > 0:
		return doubted("repetitions_surplus", a.String()), true
	}
	return Warning{}, false
}
