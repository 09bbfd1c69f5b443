package bench

import (
	"math"
	"time"
)

// SpeedRange is a predicted speed.
type SpeedRange struct {
	// TPS is the most likely speed, in tokens a second.
	TPS float64 `json:"tps"`
	// From is the lower end of the 80 % interval: of 100 measured speeds, about
	// 80 lie within their intervals.
	From float64 `json:"from_tps"`
	// To is the upper end of that interval.
	To float64 `json:"to_tps"`
}

// Expected is the speed that was expected of a test before it was measured. The
// zero value means that nothing was expected.
type Expected struct {
	SpeedRange
	// Chip is the chip whose published results were used; "" if only results of
	// this machine were used.
	Chip string `json:"chip,omitempty"`
	// Own is the most similar of the results of this machine that were used, if
	// there are any.
	Own OwnResult `json:"own,omitzero"`
	// Others is the speed that is expected from published results only, if
	// results of this machine were used, too. It shows if a machine was always
	// too slow.
	Others SpeedRange `json:"others,omitzero"`
}

// OwnResult is a result of an earlier session of the same machine.
type OwnResult struct {
	Model string `json:"model"` // with its quantization
	// Measured is when it was measured.
	Measured time.Time `json:"measured,omitzero"`
	// Session is the name of its session.
	Session string `json:"session,omitempty"`
	// Results is how many results of this machine were used, including this
	// one.
	Results int `json:"results"`
}

// SpeedExpected says, before anything is measured, which speed is expected of a
// test of the event's job.
type SpeedExpected struct {
	Test Test `json:"test"`
	Expected
}

// JobExpected is the speed that is expected of a test of a job.
type JobExpected struct {
	Job string `json:"job"`
	SpeedExpected
}

// Known tells whether anything was expected.
func (e Expected) Known() bool { return e.TPS > 0 }

// possible tells whether there is a range, and whether it is a possible one.
func (r SpeedRange) possible() bool {
	return r.From > 0 && r.From <= r.TPS && r.TPS <= r.To && !math.IsInf(r.To, 1)
}

// Uncertain tells whether the range is too wide to expect anything.
func (r SpeedRange) Uncertain() bool { return Uncertain(r.TPS, r.From, r.To) }

// String writes the range with its unit: "20.1 – 24.0 t/s".
func (r SpeedRange) String() string { return r.Figures() + " t/s" }

// Figures writes the range: "20.1 – 24.0".
func (r SpeedRange) Figures() string {
	from, to := FormatTPS(r.From), FormatTPS(r.To)
	if from == to {
		return from
	}
	return from + " – " + to
}

// Basis says what the expectation is computed from: "by published results for
// chips like the RTX 4090, and by this machine's SmolLM2 Q4_1 of 2026-11-29
// (session 20261129-101500-9f3a)".
func (e Expected) Basis() string {
	text := "by "
	if e.Chip != "" {
		text += "published results for chips like the " + Clean(e.Chip)
	}
	if e.Own.Results == 0 {
		return text
	}
	if e.Chip != "" {
		text += ", and by "
	}
	text += "this machine's " + Clean(e.Own.Model)
	if !e.Own.Measured.IsZero() {
		text += " of " + e.Own.Measured.UTC().Format("2006-01-02")
	}
	if e.Own.Session != "" {
		text += " (session " + Clean(e.Own.Session) + ")"
	}
	if more := e.Own.Results - 1; more > 0 {
		text += " and " + Plural(more, "other result")
	}
	return text
}

// Against says how a speed compares with what was expected: "as expected",
// "31 % below" or "31 % above". The percentage is counted from the end of the
// interval, because that is what readers see beside it.
func (e Expected) Against(tps float64) string {
	switch {
	case tps < e.From:
		return FormatLoss(1-tps/e.From) + " below"
	case tps > e.To:
		return FormatPercent(tps/e.To-1) + " above"
	}
	return "as expected"
}

// Expectations lists all expectations of a session.
func (s *Session) Expectations() (out []JobExpected) {
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			if t.Expected.Known() {
				out = append(out, JobExpected{j.ID, SpeedExpected{t.Test, t.Expected}})
			}
		}
	}
	return out
}

// expect stores the speed that is expected of a test. Only the first
// expectation counts, because a resumed session also computes expectations from
// its own results. Impossible expectations are ignored.
func (s *Session) expect(job string, f SpeedExpected) {
	j := s.Job(job)
	if j == nil || !f.SpeedRange.possible() || f.Others != (SpeedRange{}) && !f.Others.possible() {
		return
	}
	if t := j.Test(f.Test); t != nil && !t.Expected.Known() {
		t.Expected = f.Expected
	}
}

// belowExpected finds a result that is slower than expected by more than the
// interval. A faster result is not doubted. Published results are compared
// first, because a machine that was always slow expects too little from its own
// results.
func belowExpected(_ *Session, _ *JobState, t *TestState) (Warning, bool) {
	e, sum := t.Expected, t.Summary()
	median, most := sum.Median, max(sum.Median, sum.High)
	others := e.Others
	if e.Chip != "" && !others.possible() {
		others = e.SpeedRange
	}
	slower := func(r SpeedRange) string { return FormatLoss(1-median/r.From) + " slower than " }
	switch {
	case median <= 0:
	case others.possible() && most < others.From:
		return doubted("below_expected", slower(others)+"on other machines: they get "+others.String()+" from chips like the "+Clean(e.Chip)), true
	case e.Own.Results > 0 && most < e.From:
		return doubted("below_own", slower(e.SpeedRange)+"before: this machine's own results predict "+e.SpeedRange.String()), true
	}
	return Warning{}, false
}
