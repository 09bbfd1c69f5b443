package tui

import (
	"slices"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// queue lists the jobs around the cursor, as many as there is room for. The job
// that is being measured is always among them.
func (s *liveScreen) queue(width, height int) []string {
	jobs := s.session.Jobs
	var lines []string
	for _, i := range s.queued(height) {
		lead := " "
		if i == s.cursor {
			lead = s.Paint(theme.Accent, s.Cursor)
		}
		sign, tone := s.signOf(jobs[i])
		name := s.jobName(i, width-9-len(jobs[i].ID))
		if len(jobs) > 1 {
			name = s.Paint(theme.Muted, jobs[i].ID) + " " + name
		}
		lines = append(lines, widget.Ends(lead+s.Paint(tone, sign)+" "+name, s.Paint(theme.Muted, s.doneText(jobs[i])), width))
	}
	return lines
}

// doneText says how much of a job is done: its tests, or in a search how often it
// was measured.
func (s *liveScreen) doneText(j *bench.JobState) string {
	if s.found == nil {
		return bench.TallyOf(j).Short()
	}
	looks := 0
	for _, t := range j.Tests {
		looks = max(looks, len(t.Results))
	}
	if looks == 0 {
		return ""
	}
	return countOf(looks, "look")
}

// queued gives the positions of the jobs that are shown in height lines. If the
// job that is being measured is not around the cursor, it takes the first or
// the last line. In a single line only the cursor's job has room.
func (s *liveScreen) queued(height int) []int {
	jobs := s.session.Jobs
	top := min(max(s.cursor-height/2, 0), max(len(jobs)-height, 0))
	var shown []int
	for i := top; i < len(jobs) && len(shown) < height; i++ {
		shown = append(shown, i)
	}
	measured := slices.IndexFunc(jobs, s.isMeasured)
	switch {
	case measured < 0 || len(shown) < 2:
	case measured < shown[0]:
		shown[0] = measured
	case measured > shown[len(shown)-1]:
		shown[len(shown)-1] = measured
	}
	return shown
}

// isMeasured tells whether a job is being measured now. With several rounds,
// other jobs have begun, too, and wait for their next round.
func (s *liveScreen) isMeasured(j *bench.JobState) bool {
	return j.State == bench.StateRunning && j.ID == s.session.Now.Job
}

func (s *liveScreen) signOf(j *bench.JobState) (string, theme.Tone) {
	switch {
	case s.isMeasured(j):
		return s.Going, theme.Accent
	case j.State != bench.StateFinished && allDone(j): // its start of the engine goes on with other jobs
		return s.Yes, theme.Good
	case j.State != bench.StateFinished:
		return s.Waiting, theme.Muted
	case j.Outcome == bench.OutcomeDone:
		return s.Yes, theme.Good
	case j.Outcome == bench.OutcomeSkipped, j.Outcome == bench.OutcomeStopped:
		return s.Stopped, theme.Muted
	}
	return s.No, theme.Bad
}

// allDone tells whether every test of a job has been measured.
func allDone(j *bench.JobState) bool {
	return len(j.Tests) > 0 && !slices.ContainsFunc(j.Tests, func(t *bench.TestState) bool {
		return t.State != bench.StateFinished || t.Outcome != bench.OutcomeDone
	})
}
