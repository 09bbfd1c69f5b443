package speed

import (
	"math"
	"time"

	"dragstrip/bench"
)

// Measured is a speed of generation that a session has measured.
type Measured struct {
	Work  Work
	TPS   float64
	Model string
	When  time.Time
	// Session is the name of the session that measured it.
	Session string
	on      computer
	// clean: nothing disturbed it. few: it has too few repetitions for an
	// interval of its own. unsure is the logarithm of how many times faster or
	// slower it may really be.
	clean, few bool
	unsure     float64
}

// MeasuredIn returns the speeds of a session. It leaves out suspect and
// throttled results, because they do not show what the machine can do.
func MeasuredIn(s *bench.Session) (out []Measured) {
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			work, ok := workOf(&j.Job, t.Test)
			sum, grade := t.Summary(), bench.GradeOf(s.DoubtsOf(j, t))
			if !ok || sum.Median <= 0 || grade.Weight() >= bench.GradeThrottled.Weight() {
				continue
			}
			when := t.Started()
			if when.IsZero() {
				when = s.Started
			}
			on := computedOn(&j.Job)
			on.used = t.Results[0].Threads
			clean, unsure := grade == bench.GradeClean, unsureOf(sum)
			if sum.N < 2 && !clean {
				unsure = mostUnsure // nothing shows how far the disturbance went
			}
			out = append(out, Measured{work, sum.Median, j.Model.Label(), when, s.ID, on, clean, !sum.HasInterval, unsure})
		}
	}
	return out
}

// mostUnsure limits the result of unsureOf. Nothing is learned from a wider
// interval.
const mostUnsure = 1

// teaches tells whether something can be learned from the result.
func (m Measured) teaches() bool { return m.unsure < mostUnsure }

// unsureOf says how far a result may be from the true speed, as a logarithm: as
// far as the ends of its interval. Without an interval it is as far as its
// smallest and largest repetition, and at least as far as unsureOfFew says.
func unsureOf(sum bench.Summary) float64 {
	low, high, least := sum.Min, sum.Max, 0.0
	if sum.HasInterval {
		low, high = sum.Low, sum.High
	} else {
		least = unsureOfFew(sum)
	}
	if low <= 0 || high <= 0 {
		return mostUnsure
	}
	return min(mostUnsure, max(least, math.Log(sum.Median/low), math.Log(high/sum.Median)))
}

// student80 is by how many standard errors an 80 % interval reaches to each
// side of the mean of two, three, … repetitions (Student's t).
var student80 = []float64{3.08, 1.89, 1.64, 1.53}

// These are the start values for the mean miss of predictions from a machine's
// own results alone: one for a model that was measured, one for another model. A
// start value has the same weight as one observed miss.
const sameSpread, otherSpread = 0.08, 0.3

// fewSpread replaces sameSpread if no result has an interval of its own. A few
// repetitions in one start of the engine may be near to each other, and all of
// them far from the next start. If all results are disturbed, otherSpread
// replaces sameSpread.
const fewSpread = 0.14

// meanMisses is how many mean misses an 80 % interval reaches to each side. For
// a normal distribution it would be 1.60.
const meanMisses = 1.55

// unsureOfFew is for results of too few repetitions for an interval of their
// own. Of a single repetition it is not known how much others would differ, so
// it counts like one of another model.
func unsureOfFew(sum bench.Summary) float64 {
	if sum.N < 2 || sum.Mean <= 0 {
		return meanMisses * otherSpread
	}
	return student80[min(sum.N-2, len(student80)-1)] * sum.StdDev / sum.Mean / math.Sqrt(float64(sum.N))
}
