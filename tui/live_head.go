package tui

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// head shows the job's name and the time.
func (s *liveScreen) head(width int) string {
	j := s.session.Job(s.session.Now.Job)
	if j == nil && len(s.session.Jobs) == 1 {
		j = s.session.Jobs[0] // a single job is named here, because there is no queue
	}
	name := "session " + bench.Clean(s.session.ID)
	lead := s.Going
	state := ""
	switch {
	case s.session.Pausing():
		state = "pausing after this test"
	case s.session.State == bench.StatePaused:
		lead, state = s.Stopped, "paused"
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
	count, counted, all := s.doneTexts()
	if width < 96 { // the job's name needs the room
		all = counted
	}
	left := s.leftText()
	right := shorter(widget.Width, width*6/10, s.dotted(all, elapsed, left),
		s.dotted(counted, elapsed, left), s.dotted(count, elapsed, left), s.dotted(count, left), count)
	place := s.session.Plan.Chain.String()
	if j != nil {
		room := func() int {
			return width - widget.Width(lead) - widget.Width(right) - widget.Width(s.dotted(state, place)) - 5
		}
		name = s.headName(j, room())
		if model := bench.Clean(j.Model.Name); place != "" && width >= 96 && !strings.Contains(name, model) {
			place = s.dotted(place, widget.Cut(model, 20, s.More))
			name = s.headName(j, room())
		}
	}
	return widget.Ends(s.Paint(theme.Accent, lead)+" "+s.Paint(theme.Strong, s.dotted(state, place, name)), right, width)
}

// headName is a job's name in at most room cells, if possible. If there is no
// room for everything, it begins with what tells the job from the others. A
// single job has its flags before its build, because the build is long.
func (s *liveScreen) headName(j *bench.JobState, room int) string {
	model, build, params := headParts(j)
	name := s.dotted(model, build, params)
	alike := func(other *bench.JobState) bool { // they may differ in the environment of their builds
		otherModel, otherBuild, otherParams := headParts(other)
		return other != j && otherModel == model && otherBuild == build && otherParams == params
	}
	switch {
	case widget.Width(name) <= room && !slices.ContainsFunc(s.session.Jobs, alike):
		return name
	case len(s.session.Jobs) > 1:
		own := s.jobName(slices.Index(s.session.Jobs, j), room)
		if strings.Contains(own, bench.Clean(j.Model.Name)) {
			return own
		}
		return shorter(widget.Width, room, s.dotted(model, own), s.dotted(bench.Clean(j.Model.Name), own), own)
	}
	return s.dotted(model, params, build)
}

func headParts(j *bench.JobState) (model, build, params string) {
	return bench.Clean(j.Model.Label()), bench.Clean(j.Build.Line()), j.Params.String()
}

// doneTexts counts what is done: results if there are several rounds, otherwise
// tests, or the configurations that a search has tried. counted has the unit,
// too, and all has every count. A session that has ended also says how many
// tests were measured partly.
func (s *liveScreen) doneTexts() (count, counted, all string) {
	tests := s.session.Tally()
	count, counted = tests.Short(), tests.Counted()
	if s.session.State == bench.StateFinished {
		counted += tests.PartlyText()
	}
	results := s.resultsText()
	if results == "" {
		return count, counted, counted
	}
	all = s.dotted(counted, results+" results")
	if s.found != nil {
		return count, counted, all
	}
	return results, results + " results", all
}

// resultsText counts the results. Each test has one result in every round. A
// test counts as done only after its last round. So a count of tests alone would
// stay at zero for a long time.
func (s *liveScreen) resultsText() string {
	rounds := s.session.PlannedRounds()
	if rounds < 2 || s.session.State == bench.StateFinished {
		return ""
	}
	done, all := 0, 0
	for _, a := range s.session.Added {
		all += len(a.Tests)
	}
	for _, j := range s.session.Jobs {
		each := min(rounds, j.Repetitions) // a round has at least one repetition
		all += each * len(j.Tests)
		for _, t := range j.Tests {
			if t.State == bench.StateFinished { // or skipped, or failed
				done += max(len(t.Results), each)
			} else {
				done += len(t.Results)
			}
		}
	}
	return fmt.Sprintf("%d/%d", min(done, all), all)
}

// leftText says how much longer the session takes.
func (s *liveScreen) leftText() string {
	if !s.leftKnown {
		return ""
	}
	if s.found != nil { // a search ends as soon as it has its answer
		return "remaining at most " + bench.FormatDuration(s.left)
	}
	return "remaining about " + bench.FormatDuration(s.left)
}
