package tui

import (
	"cmp"
	"fmt"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/widget"
)

// expected is what the session expects of this test, or what earlier sessions
// measured for it.
func (s *liveScreen) expected() string {
	t, j := s.test(), s.session.Job(s.session.Now.Job)
	switch {
	case t == nil || j == nil:
		return ""
	case t.Expected.Known():
		return expectedText(t.Expected.SpeedRange)
	case s.Sessions.Expect == nil:
		return ""
	}
	return expectedText(s.Sessions.Expect(&j.Job, t.Test))
}

// meaning compares the median so far with what the memory allows, and shows the
// speed that is expected of this test.
func (s *liveScreen) meaning(width int) string {
	ceiling, short := s.ceilingText()
	return shorter(widget.Width, width, s.dotted(ceiling, s.expected(), s.roundText()), s.dotted(ceiling, s.expected()), s.dotted(short, s.expected()), cmp.Or(s.expected(), short))
}

// ceilingText compares the speed with what the memory allows. It gives a long
// and a short text.
func (s *liveScreen) ceilingText() (text, short string) {
	t, j := s.test(), s.session.Job(s.session.Now.Job)
	if t == nil || j == nil || !t.Test.IsDecode() {
		return "", ""
	}
	figures := s.figures()
	ceiling := s.session.CeilingOf(j)
	if len(figures) == 0 {
		if most := bench.AllowedTPS(j.ReadBytesAt(t.Test), max(ceiling.MeasuredGBps, ceiling.SpecifiedGBps)); most > 0 {
			text := "at most " + bench.FormatTPS(most) + " t/s"
			if ceiling.MeasuredGBps > ceiling.SpecifiedGBps {
				text += ceiling.Doubt()
			}
			return "the memory allows " + text, text
		}
		return "", ""
	}
	moved, known := j.MovedGBps(t.Test, bench.Summarize(figures).Median)
	if !known {
		return "", ""
	}
	var of, shares []string
	if ceiling.MeasuredGBps > 0 {
		of = append(of, bench.FormatPercent(moved/ceiling.MeasuredGBps)+" of measured"+ceiling.Doubt())
		shares = append(shares, of[0])
	}
	if ceiling.SpecifiedGBps > 0 {
		of = append(of, bench.FormatPercent(moved/ceiling.SpecifiedGBps)+" of specified")
		shares = append(shares, bench.FormatPercent(moved/ceiling.SpecifiedGBps)+" of "+bench.FormatGBps(ceiling.SpecifiedGBps))
	}
	text = bench.FormatGBps(moved)
	if len(of) == 0 {
		return text, text
	}
	return text + ", " + strings.Join(of, ", ") + " bandwidth", shares[len(shares)-1]
}

// roundText names the round. If --precision added the round, roundText says
// why.
func (s *liveScreen) roundText() string {
	round, planned := s.session.Now.Round, s.session.PlannedRounds()
	switch {
	case s.session.Now.Test.Tokens() == 0 || round < 0:
		return ""
	case s.found != nil:
		return s.blockText(round)
	case round >= planned && round-planned < len(s.session.Added):
		text := fmt.Sprintf("round %d, added to reach ±%s", round+1, bench.FormatPercent(s.session.Plan.Precision))
		if wide := s.session.Added[round-planned].HalfWidth; wide > 0 {
			text += " (now " + bench.FormatHalfWidth(wide) + ")"
		}
		return s.Spelled(text)
	case planned > 1:
		return fmt.Sprintf("round %d of %d", round+1, planned)
	}
	return ""
}
