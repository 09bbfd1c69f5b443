package bench

import (
	"math"
	"slices"
	"time"
)

// MaxPrecisionRepetitions ends a search for precision. An interval narrows with
// the root of n: beyond a hundred, the next step takes minutes and gains almost
// nothing.
const MaxPrecisionRepetitions = 100

// Batch is how many repetitions of a test a further round takes. Each round is
// one more start of the engine, and the interval is computed from starts. A
// fourth repetition in one start tells almost nothing new, and a single one is
// not worth a loading and a warm-up.
const Batch = 3

// PrecisionStarts is the least number of starts of the engine in a search for
// precision. With fewer starts an interval may be narrow by luck, and a search
// that may stop after any round would often stop at such an interval.
const PrecisionStarts = 4

// HalfWidth is the larger side of the session's own interval, as a fraction of
// the median; false if there is no interval. Differences between sessions are
// not included: more repetitions cannot change them, and they are not the fault
// of this session.
func (s Summary) HalfWidth() (float64, bool) {
	low, high := s.Low, s.High
	if s.Sessions > 0 {
		low, high = s.SessionLow, s.SessionHigh
	}
	if high <= 0 || s.Median <= 0 {
		return 0, false
	}
	return max(high-s.Median, s.Median-low) / s.Median, true
}

// RepetitionsAdded says that another round begins: because medians are not yet
// as precise as asked, or as the next block of a search for the best job.
type RepetitionsAdded struct {
	// Round continues the numbers of the plan's rounds.
	Round int `json:"round"`
	// Tests are repeated by every job that has them, so that compared jobs keep
	// the same number of repetitions.
	Tests       []Test `json:"tests"`
	Repetitions int    `json:"repetitions"`
	// HalfWidth is the largest half-width of a test before this round, as a
	// fraction of its median.
	HalfWidth float64 `json:"half_width"`
	// Jobs are the jobs of a block of a search, in the order in which they are
	// measured. Other rounds have no list: they have all jobs.
	Jobs []string `json:"jobs,omitempty"`
	// Stage is what a block of a search is for: "search" or "final".
	Stage string `json:"stage,omitempty"`
}

// PrecisionEnd is why the search for precision ended for a test.
type PrecisionEnd string

// The ends.
const (
	PrecisionReached        PrecisionEnd = "reached"
	PrecisionMaxTime        PrecisionEnd = "max_time"
	PrecisionMaxRepetitions PrecisionEnd = "max_repetitions"
	PrecisionStopped        PrecisionEnd = "stopped" // the session was stopped
	// PrecisionTooFew: the test was skipped or stopped before it had an
	// interval.
	PrecisionTooFew PrecisionEnd = "too_few"
)

// PrecisionJudged says how precise the figure of one test of the event's job is
// at the end, and why the search ended.
type PrecisionJudged struct {
	Test        Test         `json:"test"`
	End         PrecisionEnd `json:"end"`
	Wanted      float64      `json:"wanted"`
	HalfWidth   float64      `json:"half_width,omitempty"`
	Repetitions int          `json:"repetitions"`
}

// String is the sentence for people: "reached 1.0 % after 14 repetitions (±0.8 %)".
func (p PrecisionJudged) String() string {
	after := " after " + Plural(p.Repetitions, "repetition")
	switch p.End {
	case PrecisionReached:
		return "reached " + FormatPercent(p.Wanted) + after + " (" + FormatHalfWidth(p.HalfWidth) + ")"
	case PrecisionMaxTime:
		return "stopped by --max-time at " + FormatHalfWidth(p.HalfWidth) + after
	case PrecisionMaxRepetitions:
		return "stopped by the limit of repetitions at " + FormatHalfWidth(p.HalfWidth) + after
	}
	if p.End == PrecisionStopped {
		return "stopped on request at " + FormatHalfWidth(p.HalfWidth) + after
	}
	return "no interval: the test ended after " + Plural(p.Repetitions, "repetition") + ", which is too few"
}

// Rounds is how many rounds there are: the plan's and those added.
func (s *Session) Rounds() int { return s.rounds() + len(s.Added) }

// PlannedRounds is how many rounds the plan has, at least one.
func (s *Session) PlannedRounds() int { return s.rounds() }

// RepetitionsIn is how many repetitions round r (from 0) takes of a job's
// test.
func (s *Session) RepetitionsIn(j *JobState, t Test, r int) int {
	if r < s.rounds() {
		return s.Plan.RepetitionsIn(&j.Job, r)
	}
	if r -= s.rounds(); r < len(s.Added) && s.Added[r].has(j.ID) && slices.Contains(s.Added[r].Tests, t) {
		return s.Added[r].Repetitions
	}
	return 0
}

// RepetitionsOf is how many repetitions all rounds so far take of a job's
// test.
func (s *Session) RepetitionsOf(j *JobState, t Test) int {
	n := j.Repetitions // those of all rounds of the plan
	if s.Plan.Tuning != nil {
		n = 0
	}
	for _, a := range s.Added {
		if a.has(j.ID) && slices.Contains(a.Tests, t) {
			n += a.Repetitions
		}
	}
	return n
}

// Wide is a test whose median is not yet as precise as asked.
type Wide struct {
	Job       *JobState
	Test      *TestState
	HalfWidth float64
	N         int
}

// wide tells whether a test of an open job has results and a wider interval
// than the plan asks for. An interval within one start says nothing about other
// starts.
func (s *Session) wide(j *JobState, t *TestState) (Wide, bool) {
	if j.State == StateFinished || t.Outcome == OutcomeFailed || len(t.Results) == 0 {
		return Wide{}, false
	}
	sum := t.Summary()
	half, known := sum.HalfWidth()
	if !known || sum.Starts < 2 {
		half = math.Inf(1)
	}
	narrow := sum.Starts >= PrecisionStarts && half <= s.Plan.Precision+1e-6 // times are whole nanoseconds, so a little more is allowed
	return Wide{j, t, half, sum.N}, !narrow
}

// NextRound is the next round of the search for precision. It is false if no
// round is needed, if a round would not help, or if the time limit does not
// allow one. active is the session's active time until now.
//
// The round takes every test that is still wide in some job, and measures it in
// all jobs that have it, because compared jobs keep the same number of
// repetitions. A later round leaves out tests that have become narrow.
func (s *Session) NextRound(active time.Duration) (next RepetitionsAdded, ok bool) {
	if s.Plan.Precision <= 0 {
		return next, false
	}
	next.Round, next.Repetitions = s.Rounds(), Batch
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			w, wide := s.wide(j, t)
			if !wide || w.N >= MaxPrecisionRepetitions {
				continue
			}
			next.Repetitions = min(next.Repetitions, MaxPrecisionRepetitions-w.N)
			if !math.IsInf(w.HalfWidth, 0) {
				next.HalfWidth = max(next.HalfWidth, w.HalfWidth)
			}
			if !slices.Contains(next.Tests, t.Test) {
				next.Tests = append(next.Tests, t.Test)
			}
		}
	}
	if len(next.Tests) == 0 {
		return next, false
	}
	if s.Plan.MaxTime > 0 {
		cost := time.Duration(next.Repetitions) * s.costOf(next.Tests, active)
		if active+cost > s.Plan.MaxTime {
			return next, false
		}
	}
	return next, true
}

// costOf estimates how long one repetition of the tests takes over all jobs. It
// includes loading, warm-up and filling, in the same proportion as so far.
func (s *Session) costOf(tests []Test, active time.Duration) time.Duration {
	var one, all float64
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			samples := t.SamplesNS()
			var sum float64
			for _, ns := range samples {
				sum += float64(ns)
			}
			all += sum
			if j.State != StateFinished && len(samples) > 0 && slices.Contains(tests, t.Test) {
				one += sum / float64(len(samples))
			}
		}
	}
	return time.Duration(one * max(float64(active)/max(all, 1), 1))
}

// Judgements judges the precision of each test of open jobs that was not judged
// yet, in queue order. jobs has the name of the job for each verdict. why is
// the end for tests that are still wide and could have continued.
func (s *Session) Judgements(why PrecisionEnd) (jobs []string, verdicts []PrecisionJudged) {
	if s.Plan.Precision <= 0 {
		return nil, nil
	}
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			if t.Precision != nil || j.State == StateFinished || t.Outcome == OutcomeFailed || len(t.Results) == 0 {
				continue
			}
			w, wide := s.wide(j, t)
			judged := PrecisionJudged{Test: t.Test, End: PrecisionReached, Wanted: s.Plan.Precision, HalfWidth: w.HalfWidth, Repetitions: w.N}
			switch {
			case math.IsInf(w.HalfWidth, 0):
				judged.End, judged.HalfWidth = PrecisionTooFew, 0
			case wide && w.N >= MaxPrecisionRepetitions:
				judged.End = PrecisionMaxRepetitions
			case wide:
				judged.End = why
			}
			jobs, verdicts = append(jobs, j.ID), append(verdicts, judged)
		}
	}
	return jobs, verdicts
}

// ActiveAt is the session's active time at a moment: it begins with the first
// start of an engine or the end of a cool-down before it. Pauses do not count.
// The time between the end of a bench process and the resumption by another
// does not count either.
func (s *Session) ActiveAt(now time.Time) time.Duration {
	if !s.began || s.State != StateRunning {
		return s.Active
	}
	return s.Active + max(now.Sub(s.LastEvent), 0)
}

// applyActive adds the time since the last event if it counts as active.
func (s *Session) applyActive(e Event) {
	_, resumed := e.Fact.(SessionResumed)
	if s.began && s.State == StateRunning && !resumed && !s.Waits() && !e.Time.IsZero() {
		s.Active += max(e.Time.Sub(s.LastEvent)-movedBy(e.Fact), 0)
	}
	switch e.Fact.(type) {
	case EngineStarted, CooledDown:
		s.began = true
	}
}

// addRound adds a further round: its tests are open again.
func (s *Session) addRound(f RepetitionsAdded) {
	if s.Rounds() >= MaxRepetitions {
		return
	}
	s.Added = append(s.Added, f)
	again := make(map[Test]bool, len(f.Tests))
	for _, t := range f.Tests {
		again[t] = true
	}
	for _, j := range s.Jobs {
		if j.State == StateFinished || !f.has(j.ID) {
			continue
		}
		for _, t := range j.Tests {
			// A search gives a configuration that failed a second chance.
			if again[t.Test] && (t.Outcome != OutcomeFailed || len(f.Jobs) > 0) {
				t.State, t.Outcome, t.Precision = StateWaiting, "", nil
			}
		}
	}
}
