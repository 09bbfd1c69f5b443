package tui

import (
	"fmt"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// queue lists the jobs around the cursor, as many as there is room for.
func (s *liveScreen) queue(width, height int) []string {
	jobs := s.session.Jobs
	top := min(max(s.cursor-height/2, 0), max(len(jobs)-height, 0))
	var lines []string
	for i := top; i < len(jobs) && len(lines) < height; i++ {
		lead := " "
		if i == s.cursor {
			lead = s.Paint(theme.Accent, s.Cursor)
		}
		sign, tone := s.signOf(jobs[i])
		done, all := jobDone(jobs[i])
		name := s.jobName(i, width-9-len(jobs[i].ID))
		if len(jobs) > 1 {
			name = s.Paint(theme.Muted, jobs[i].ID) + " " + name
		}
		lines = append(lines, widget.Ends(lead+s.Paint(tone, sign)+" "+name, s.Paint(theme.Muted, fmt.Sprintf("%d/%d", done, all)), width))
	}
	return lines
}

// jobDone counts the tests of a job that have a figure and need no further
// round.
func jobDone(j *bench.JobState) (done, all int) {
	for _, t := range j.Tests {
		if t.State == bench.StateFinished && t.Measured() {
			done++
		}
	}
	return done, len(j.Tests)
}

func (s *liveScreen) signOf(j *bench.JobState) (string, theme.Tone) {
	switch {
	case j.State == bench.StateRunning:
		return s.Going, theme.Accent
	case j.State != bench.StateFinished:
		return s.Waiting, theme.Muted
	case j.Outcome == bench.OutcomeDone:
		return s.Yes, theme.Good
	case j.Outcome == bench.OutcomeSkipped, j.Outcome == bench.OutcomeStopped:
		return s.Stopped, theme.Muted
	}
	return s.No, theme.Bad
}
