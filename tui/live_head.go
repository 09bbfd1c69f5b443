package tui

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// head shows the job's name and the time.
func (s *liveScreen) head(width int) string {
	j := s.session.Job(s.session.Now.Job)
	name := "session " + bench.Clean(s.session.ID)
	lead := s.Going
	if j != nil {
		name = s.dotted(bench.Clean(j.Model.Label()), bench.Clean(j.Build.Line()), j.Params.String())
	}
	switch {
	case s.session.Pausing():
		name = s.dotted("pausing after this test", name)
	case s.session.State == bench.StatePaused:
		lead, name = s.Stopped, s.dotted("paused", name)
	case !s.live:
		lead = " "
	}
	elapsed := "elapsed " + bench.FormatDuration(s.session.ElapsedAt(s.now))
	if s.session.Started.IsZero() {
		elapsed = ""
	}
	if s.session.State == bench.StateFinished {
		elapsed = "took " + bench.FormatDuration(s.session.ElapsedAt(s.session.Finished))
	}
	done, all := s.testsDone()
	tests := fmt.Sprintf("%d/%d", done, all)
	right := shorter(widget.Width, width*6/10,
		s.dotted(tests+" tests", elapsed, s.leftText()), s.dotted(tests, elapsed, s.leftText()), s.dotted(tests, s.leftText()), tests)
	return widget.Ends(s.Paint(theme.Accent, lead)+" "+s.Paint(theme.Strong, name), right, width)
}

func (s *liveScreen) testsDone() (done, all int) {
	for _, j := range s.session.Jobs {
		of, tests := jobDone(j)
		done, all = done+of, all+tests
	}
	return done, all
}

// leftText says how much longer the session takes.
func (s *liveScreen) leftText() string {
	if !s.leftKnown {
		return ""
	}
	return "remaining about " + bench.FormatDuration(s.left)
}
