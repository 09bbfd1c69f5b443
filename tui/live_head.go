package tui

import (
	"fmt"
	"time"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// head names the job and the time.
func (s *liveScreen) head(width int) string {
	j := s.session.Job(s.session.Now.Job)
	name := "session " + bench.Clean(s.session.ID)
	lead := s.Going
	if j != nil {
		name = s.joined(bench.Clean(j.Model.Label()), buildName(j.Build), j.Params.String())
	}
	switch {
	case s.session.State == bench.StatePaused:
		lead, name = "=", "paused"+" "+s.Dot+" "+name
	case !s.live:
		lead = " "
	}
	gone := bench.FormatDuration(s.session.ElapsedAt(s.now)) + " gone"
	if s.session.Started.IsZero() {
		gone = ""
	}
	if s.session.State == bench.StateFinished {
		gone = "took " + bench.FormatDuration(s.session.ElapsedAt(s.session.Finished))
	}
	done, all := s.testsDone()
	tests := fmt.Sprintf("%d/%d", done, all)
	right := shorter(widget.Width, width*6/10,
		s.joined(tests+" tests", gone, s.leftText()), s.joined(tests, gone, s.leftText()), s.joined(tests, s.leftText()), tests)
	return widget.Ends(s.Paint(theme.Accent, lead)+" "+s.Paint(theme.Strong, name), right, width)
}

func (s *liveScreen) testsDone() (done, all int) {
	for _, j := range s.session.Jobs {
		for _, t := range j.Tests {
			all++
			if t.State == bench.StateFinished {
				done++
			}
		}
	}
	return done, all
}

// leftText says how long it will take still, from how long it took so far.
// It says nothing before a twentieth is done.
func (s *liveScreen) leftText() string {
	if !s.live {
		return ""
	}
	done := s.share()
	gone := s.session.ElapsedAt(s.now)
	if done < 0.05 || done >= 1 || gone < 5*time.Second {
		return ""
	}
	left := time.Duration(float64(gone) * (1 - done) / done)
	return "about " + bench.FormatDuration(left) + " left"
}

// share is the part of all repetitions that is done, each weighed by the
// tokens it takes.
func (s *liveScreen) share() float64 {
	var done, all float64
	for _, j := range s.session.Jobs {
		for _, t := range j.Tests {
			// Prompt tokens go through many at a time: a tenth of the
			// weight is nearer to the truth than the same.
			weight := float64(t.Test.Generation) + float64(t.Test.Prompt+t.Test.Depth)/10
			reps := float64(max(s.session.RepetitionsOf(j, t.Test), 1))
			all += weight * reps
			if t.State == bench.StateFinished {
				done += weight * reps
			} else {
				done += weight * min(float64(len(t.SamplesNS())+len(t.Live)), reps)
			}
		}
	}
	if all == 0 {
		return 0
	}
	return done / all
}
