package report

import (
	"slices"

	"dragstrip/bench"
)

// DocumentPrecision is how precise the figure of a test became.
type DocumentPrecision struct {
	End         bench.PrecisionEnd `json:"end"` // "reached", "max_time", "max_repetitions", "stopped", "too_few"
	Wanted      float64            `json:"wanted"`
	HalfWidth   float64            `json:"half_width,omitempty"` // fractions of the median
	Repetitions int                `json:"repetitions"`
}

func documentPrecision(t *bench.TestState) *DocumentPrecision {
	if t.Precision == nil {
		return nil
	}
	p := t.Precision
	return &DocumentPrecision{p.End, p.Wanted, p.HalfWidth, p.Repetitions}
}

// DocumentRounds is how the repetitions of a [Document] were spread. Times are
// seconds.
type DocumentRounds struct {
	Order     bench.Order `json:"order,omitempty"`
	Seed      *uint64     `json:"seed,omitempty"`
	Precision float64     `json:"precision,omitempty"`
	MaxTime   float64     `json:"max_time_s,omitempty"`
	Added     int         `json:"rounds_added,omitempty"`
	// AddedRounds are the rounds that Added counts.
	AddedRounds []bench.RepetitionsAdded `json:"added,omitempty"`
	Active      float64                  `json:"active_s,omitempty"`

	CoolDown  float64            `json:"cool_down_s,omitempty"`
	CoolDowns []DocumentCoolDown `json:"cool_downs,omitempty"`
	Sentinel  *DocumentSentinel  `json:"sentinel,omitempty"`
}

// DocumentCoolDown is one wait for the machine to cool.
type DocumentCoolDown struct {
	Waited float64       `json:"waited_s"`
	End    bench.CoolEnd `json:"end"`
	Text   string        `json:"text,omitempty"`
}

// DocumentSentinel is the repetition of the first test at the end. Its samples
// are listed only here.
type DocumentSentinel struct {
	Job       string        `json:"job"`
	Test      string        `json:"test"`
	Outcome   bench.Outcome `json:"outcome"`
	Reason    string        `json:"reason,omitempty"`
	SamplesNS []int64       `json:"samples_ns,omitempty"`
	Drift     *bench.Drift  `json:"drift,omitempty"`
}

func (r *redactor) rounds(s *bench.Session) DocumentRounds {
	p := &s.Plan
	out := DocumentRounds{
		Order: p.Order, Precision: p.Precision, MaxTime: p.MaxTime.Seconds(), Added: len(s.Added), AddedRounds: s.Added,
		Active: s.Active.Seconds(), CoolDown: p.CoolDown.Seconds(),
	}
	if p.Order == bench.OrderShuffle {
		out.Seed = &p.Seed
	}
	for _, c := range s.CoolDowns {
		out.CoolDowns = append(out.CoolDowns, DocumentCoolDown{c.Waited.Seconds(), c.End, r.text(c.Text)})
	}
	if f := s.Sentinel; f != nil {
		out.Sentinel = &DocumentSentinel{Job: bench.Clean(f.Job), Test: f.Test.String(), Outcome: f.Outcome}
		if f.Failure != nil {
			out.Sentinel.Reason = r.text(f.Failure.Reason)
		}
		if f.Result != nil {
			out.Sentinel.SamplesNS = slices.Clone(f.Result.SamplesNS)
		}
		if d, ok := s.Drift(); ok {
			out.Sentinel.Drift = &d
		}
	}
	return out
}
