package tui

import (
	"fmt"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// jobs lists the jobs with the time that each takes, and the total.
func (s *planScreen) jobs(width, height int) []string {
	lines := []string{widget.Ends(s.Paint(theme.Strong, "Jobs"), s.Paint(theme.Muted, "tests  minutes"), width)}
	summary := s.summary(width)
	if s.plan == nil {
		return append(append(lines, ""), summary...)
	}
	if shared := s.shown.names.Shared; shared != "" {
		if len(s.plan.Jobs) > 1 {
			shared = "all: " + shared
		}
		lines = append(lines, s.Paint(theme.Muted, widget.Cut(shared, width, s.More)))
	}
	costs := s.costs(width)
	for i := range costs {
		costs[i] = s.Paint(theme.Muted, widget.Cut(costs[i], width, s.More))
	}
	if len(costs) > 0 {
		costs = append([]string{""}, costs...)
	}
	room := height - len(lines) - len(summary) - 1
	for len(costs) > 0 && room-len(costs) < len(s.plan.Jobs) { // the jobs are more important than these lines
		costs = costs[:len(costs)-1]
	}
	if len(costs) == 1 { // only the empty line remains
		costs = nil
	}
	room -= len(costs)
	lines = append(append(lines, s.jobLines(width, max(room, 1))...), costs...)
	return append(append(lines, ""), summary...)
}

// jobLines lists the jobs. If there is room for all tests, each job's tests are
// below it.
func (s *planScreen) jobLines(width, room int) []string {
	names := s.shown.names.within(max(width-15, 8))
	whole := 0
	for _, tests := range s.shown.tests {
		whole += 1 + len(tests)
	}
	withTests := whole <= room && len(names) == len(s.plan.Jobs)
	var lines []string
	for i := range names {
		if left := len(s.plan.Jobs) - i; len(lines) == room-1 && left > 1 {
			return append(lines, s.Paint(theme.Muted, fmt.Sprintf("%s and %d more", s.More, left)))
		}
		lines = append(lines, s.jobLine(i, names[i], width))
		if withTests {
			for _, text := range s.shown.tests[i] {
				lines = append(lines, s.Paint(theme.Muted, widget.Cut("  "+text, width, s.More)))
			}
		}
	}
	return lines
}

func (s *planScreen) jobLine(i int, name string, width int) string {
	minutes := ""
	if i < len(s.estimate.Jobs) {
		minutes = fmt.Sprintf("%.1f", float64(s.estimate.Jobs[i])/float64(time.Minute))
	}
	right := widget.Right(countOf(len(s.plan.Jobs[i].Tests), ""), 5) + widget.Right(minutes, 9)
	return widget.Ends(name, right, width)
}

// costs says how much time is added to the time of the jobs, and how long the
// plan would take with other numbers of rounds.
func (s *planScreen) costs(width int) []string {
	var lines []string
	if d := s.estimate.Load; d >= time.Second {
		lines = append(lines, "starting engines and loading models adds "+bench.FormatDuration(d))
	}
	if line := s.roundCosts(width); line != "" {
		lines = append(lines, line)
	}
	if d := s.estimate.Sentinel; d > 0 {
		lines = append(lines, "the drift check adds "+bench.FormatDuration(d))
	}
	if d := s.estimate.Around; d > 0 {
		lines = append(lines, "looking at the machine and the models adds "+bench.FormatDuration(d))
	}
	if d := s.estimate.CoolDown; d > 0 {
		lines = append(lines, "cooling down may add "+bench.FormatDuration(d))
	}
	if p := s.plan.Precision; p > 0 {
		text := "reaching ±" + bench.FormatPercent(p) + " adds " + bench.FormatDuration(s.estimate.Precision)
		if s.plan.MaxTime > 0 {
			text += "; no repetitions are added after " + bench.FormatDuration(s.plan.MaxTime)
		}
		lines = append(lines, text)
	}
	return lines
}

// roundCosts says how long the plan takes with different numbers of rounds: "1
// round takes 5:25, 2 rounds 5:58".
func (s *planScreen) roundCosts(width int) string {
	if len(s.estimate.Rounds) < 2 {
		return ""
	}
	var long, short []string
	for i, c := range s.estimate.Rounds {
		rounds, takes := countOf(c.Rounds, "round"), " "
		switch {
		case i == 0 && c.Rounds == 1:
			takes = " takes "
		case i == 0:
			takes = " take "
		}
		long = append(long, rounds+takes+bench.FormatDuration(c.Total))
		short = append(short, rounds+" "+bench.FormatDuration(c.Total))
	}
	return shorter(widget.Width, width, strings.Join(long, ", "), strings.Join(short, ", "))
}

// summary says in a few lines how many tests the plan has, and how much memory
// and time it needs.
func (s *planScreen) summary(width int) []string {
	if s.plan == nil {
		return s.unplanned(width)
	}
	tests := 0
	for _, j := range s.plan.Jobs {
		tests += len(j.Tests)
	}
	lines := []string{s.dotted(countOf(len(s.plan.Jobs), "job"), countOf(tests, "test"), s.roundsText())}
	lines = append(lines, s.memoryNeeded(width)...)
	if total := s.estimate.Total; total > 0 {
		text := "takes about " + bench.FormatDuration(total) + ", until " + s.Now().Add(total).Local().Format("15:04")
		tail := ""
		if s.estimate.Rough {
			tail = shorter(widget.Width, width-widget.Width(text), " (a guess: part of it was never measured here)", " (a guess)")
		}
		lines = append(lines, widget.Cut(s.Paint(theme.Strong, text)+tail, width, s.More))
	}
	for _, note := range s.plan.Notes() {
		for _, line := range linebreak.Lines(note, max(width, 1)) {
			lines = append(lines, s.Paint(theme.Warn, line))
		}
	}
	if s.live {
		lines = append(lines, s.Paint(theme.Warn, widget.Cut("a session is running: a new one waits; A adds the jobs to the running one", width, s.More)))
	}
	return lines
}

// memoryNeeded says how much memory the tightest job needs, and which memory
// that is. On a narrow screen it says so only if the memory may not be enough.
func (s *planScreen) memoryNeeded(width int) (lines []string) {
	if s.fit.Need.WeightBytes <= 0 {
		return nil
	}
	text := "memory: " + s.fit.Needed()
	tone := theme.Warn
	switch s.fit.Verdict {
	case "", bench.Fits:
		if width < 44 {
			return nil
		}
		return []string{widget.Cut(text, width, s.More)}
	case bench.DoesNotFit:
		tone = theme.Bad
	}
	for _, line := range linebreak.Lines(text, max(width, 1)) {
		lines = append(lines, s.Paint(tone, line))
	}
	return lines
}

// unplanned says why there is no plan yet.
func (s *planScreen) unplanned(width int) []string {
	text := s.Doubt + " " + s.problem
	if s.awaiting {
		text = s.Going + " looking for engines; the benchmark starts when they are found"
	}
	var lines []string
	for _, line := range linebreak.Lines(text, max(width, 1)) {
		lines = append(lines, s.Paint(theme.Warn, line))
	}
	return lines
}

// roundsText says in how many rounds the jobs take turns, and whether dragstrip
// chose that number.
func (s *planScreen) roundsText() string {
	if s.plan.Rounds < 2 {
		return ""
	}
	text := fmt.Sprintf("in %d rounds", s.plan.Rounds)
	if v := s.values["rounds"]; v == "" || v == "0" {
		text += " (auto)"
	}
	return text
}
