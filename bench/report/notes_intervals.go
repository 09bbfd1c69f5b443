package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dragstrip/bench"
)

// IntervalNotes says what the intervals of some rows cover, in sentences without
// a full stop. An interval from one start says nothing about the next start. An
// interval from one session says nothing about the next session.
func IntervalNotes(rows []Row) []string {
	var within []string
	var uncertain []string // the reasons
	var session, across span
	var known scatterSpan
	for _, r := range rows {
		if why := r.Summary.UncertainBecause(); r.Measured() && r.Summary.Uncertain() && !slices.Contains(uncertain, why) {
			uncertain = append(uncertain, why)
		}
		switch starts := float64(r.Summary.Starts); {
		case !r.Summary.HasInterval || starts == 0: // no interval, or nobody knows from how many starts
		case r.Summary.Sessions > 0:
			across.take(starts)
			known.take(r.Test.Scatter)
		case r.Summary.WithinOneStart():
			within = append(within, r.short())
		default:
			session.take(starts)
		}
	}
	var out []string
	if across.any {
		out = append(out, "±: 95 % interval over "+across.starts()+" of the engine, and over sessions: "+known.String())
	}
	if session.any {
		out = append(out, "±: 95 % interval over "+session.starts()+" of the engine, within this session")
	}
	switch {
	case len(within) == 0:
	case len(out) == 0:
		out = append(out, "±: 95 % interval within one start of the engine; another start may lie outside it")
	default:
		out = append(out, "Within one start of the engine only: "+strings.Join(within, ", "))
	}
	return append(out, uncertain...)
}

// span goes from the smallest to the largest of some figures.
type span struct {
	least, most float64
	any         bool
}

func (s *span) take(v float64) {
	if !s.any {
		s.least, s.most, s.any = v, v, true
	}
	s.least, s.most = min(s.least, v), max(s.most, v)
}

// text writes both ends of the span with spell.
func (s span) text(spell func(float64) string) string {
	if least, most := spell(s.least), spell(s.most); least != most {
		return least + " to " + most
	}
	return spell(s.most)
}

func whole(v float64) string { return strconv.Itoa(int(v)) }

func (s span) starts() string {
	if s.most == 1 {
		return "1 start"
	}
	return s.text(whole) + " starts"
}

// scatterSpan sums up the scatters of some rows.
type scatterSpan struct {
	between, sessions span
	notAlike          bool
}

func (s *scatterSpan) take(one bench.Scatter) {
	s.between.take(math.Expm1(one.Between))
	s.sessions.take(float64(one.Sessions))
	s.notAlike = s.notAlike || !one.Alike
}

// String is the sentence for people, for example: "sessions of this machine
// differ by 6 % (seen in 12 earlier sessions)".
func (s scatterSpan) String() string {
	differ := "differ by " + s.between.text(bench.FormatPercent)
	if s.between.most == 0 {
		differ = "differ no more than their starts do"
	}
	seen := s.sessions.text(whole) + " earlier sessions"
	if s.notAlike {
		seen += ", partly with other models or tests"
	}
	return fmt.Sprintf("sessions of this machine %s (seen in %s)", differ, seen)
}

// short names a row beside others of its session.
func (r Row) short() string {
	if r.Job == nil || r.Session == nil || len(r.Session.Jobs) < 2 {
		return r.Test.Test.String()
	}
	return r.Job.ID + " " + r.Test.Test.String()
}
