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

// usable leaves out what is no time. Journals of earlier versions hold such,
// and a report made of them could not be read back.
func usable(samplesNS []int64) []int64 {
	if !slices.ContainsFunc(samplesNS, func(ns int64) bool { return !CanBeSample(ns) }) {
		return samplesNS
	}
	return slices.DeleteFunc(slices.Clone(samplesNS), func(ns int64) bool { return !CanBeSample(ns) })
}

// Missing is how many repetitions of a test were asked of the engine and came
// without a usable time: it gave no time for them, or one that cannot be.
// Rounds that have no result are not counted; those are told as failed,
// skipped or not done.
func (s *Session) Missing(j *JobState, t *TestState) (missing, asked int) {
	came := 0
	for _, r := range t.Results {
		asked += s.RepetitionsIn(j, t.Test, r.Round)
		came += len(r.SamplesNS)
	}
	return max(asked-came, 0), asked
}

// AllMissing is Missing of all tests together.
func (s *Session) AllMissing() (missing, asked int) {
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			m, a := s.Missing(j, t)
			missing, asked = missing+m, asked+a
		}
	}
	return missing, asked
}

// missingRepetitions is the doubt on a figure of which a part did not come:
// what made an engine lose one repetition may have touched the others.
func missingRepetitions(s *Session, j *JobState, t *TestState) (Warning, bool) {
	missing, asked := s.Missing(j, t)
	if missing == 0 {
		return Warning{}, false
	}
	return doubted("repetitions_missing", fmt.Sprintf("the engine gave no usable time for %d of %s", missing, Plural(asked, "repetition"))), true
}
