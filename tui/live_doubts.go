package tui

import (
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
)

// doubt says why the figures are doubtful now. It names what disturbs the
// machine, and a repetition of this test that is far from the others. If there
// is nothing of the kind, it gives the worst failure or warning of the session.
func (s *liveScreen) doubt() string {
	now := s.alarms()
	tone, sign, why := theme.Warn, s.Doubt, ""
	figures := s.figures()
	if far := bench.FarOff(figures); len(far) > 0 {
		last := far[len(far)-1]
		why = fmt.Sprintf("repetition %d of %s: %s t/s, far from the median of %s", slices.Index(figures, last)+1,
			testName(s.session.Now.Test), bench.FormatTPS(last), bench.FormatTPS(bench.Summarize(figures).Median))
	} else if i := slices.IndexFunc(s.doubts, func(d report.Doubt) bool { return d.Failed || d.Grade != bench.GradeClean }); i >= 0 && len(now) == 0 {
		why = s.doubts[i].Where + ": " + s.doubts[i].Text
		tone, sign = s.doubtSign(s.doubts[i])
	}
	text := s.dotted(s.dotted(now...), why)
	if text == "" {
		return ""
	}
	return s.Paint(tone, sign) + " " + text
}

// alarms are readings that make the figures doubtful right now.
func (s *liveScreen) alarms() []string {
	if len(s.readings) == 0 {
		return nil
	}
	r := s.readings[len(s.readings)-1]
	var out []string
	if len(r.Throttled) > 0 {
		out = append(out, "throttled: "+bench.Clean(r.Throttled[0]))
	}
	if r.OtherCores != nil && *r.OtherCores >= 0.05 {
		out = append(out, fmt.Sprintf("other programs keep %.1f cores busy", *r.OtherCores))
	}
	return out
}
