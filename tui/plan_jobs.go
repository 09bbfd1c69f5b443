package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// jobs lists the jobs with what each will take.
func (s *planScreen) jobs(width, height int) []string {
	head := widget.Ends(s.Paint(theme.Strong, "Jobs"), s.Paint(theme.Muted, "tests  minutes"), width)
	summary := s.summary(width)
	lines := []string{head}
	if s.plan != nil {
		room := max(height-len(summary)-3-len(s.roundCosts()), 1)
		for i := range s.plan.Jobs {
			if len(lines) > room {
				lines = append(lines, s.Paint(theme.Muted, fmt.Sprintf("%s and %d more", s.More, len(s.plan.Jobs)-i)))
				break
			}
			lines = append(lines, s.jobLine(i, width))
		}
	}
	if s.plan != nil {
		notes := s.roundCosts()
		if load := s.estimate.Load; load >= time.Second {
			notes = append([]string{"starting engines and loading adds about " + bench.FormatDuration(load)}, notes...)
		}
		if len(notes) > 0 {
			lines = append(lines, "")
		}
		for _, text := range notes {
			lines = append(lines, s.Paint(theme.Muted, widget.Cut(text, width, s.More)))
		}
	}
	return append(append(lines, ""), summary...)
}

func (s *planScreen) jobLine(i, width int) string {
	j := s.plan.Jobs[i]
	minutes := ""
	if i < len(s.estimate.Jobs) {
		minutes = fmt.Sprintf("%.1f", float64(s.estimate.Jobs[i])/float64(time.Minute))
	}
	right := widget.Right(countOf(len(j.Tests), ""), 5) + widget.Right(minutes, 9)
	build := ""
	if len(s.choice().Builds) > 1 {
		build = buildName(j.Build)
	}
	return widget.Ends(s.joined(bench.Clean(j.Model.Label()), build, j.Params.String()), right, width)
}

// roundCosts says what other numbers of rounds would take, and what else adds
// to the time.
func (s *planScreen) roundCosts() []string {
	var lines, parts []string
	for _, c := range s.estimate.Rounds {
		parts = append(parts, fmt.Sprintf("%d: %s", c.Rounds, bench.FormatDuration(c.Total)))
	}
	if len(parts) > 1 {
		lines = append(lines, "with rounds "+strings.Join(parts, ", "))
	}
	if d := s.estimate.Sentinel; d > 0 {
		lines = append(lines, "of it the first test again at the end "+bench.FormatDuration(d))
	}
	if d := s.estimate.Around; d > 0 {
		lines = append(lines, "looking, probing and digests take "+bench.FormatDuration(d))
	}
	if d := s.estimate.CoolDown; d > 0 {
		lines = append(lines, "cooling down may add "+bench.FormatDuration(d))
	}
	if p := s.plan.Precision; p > 0 {
		text := bench.FormatDuration(s.estimate.Precision) + " of it until medians are known to " + bench.FormatPercent(p)
		if s.plan.MaxTime > 0 {
			text += ", at most " + bench.FormatDuration(s.plan.MaxTime)
		}
		lines = append(lines, text)
	}
	return lines
}

// summary is what the plan will take, in a few lines.
func (s *planScreen) summary(width int) []string {
	if s.plan == nil {
		return []string{s.Paint(theme.Warn, widget.Cut(s.Doubt+" "+s.problem, width, s.More))}
	}
	rounds := s.roundsText()
	tests := 0
	for _, j := range s.plan.Jobs {
		tests += len(j.Tests)
	}
	lines := []string{s.joined(countOf(len(s.plan.Jobs), "job"), countOf(tests, "test"), rounds)}
	if need := s.estimate.MemoryBytes; need > 0 && s.machine.MemoryBytes > 0 {
		text := "memory needed " + bench.FormatBytes(need) + " of " + bench.FormatBytes(s.machine.MemoryBytes)
		tone := theme.Plain
		if need > s.machine.MemoryBytes && len(s.machine.GPUs) == 0 {
			tone, text = theme.Bad, text+": it will not fit"
		}
		lines = append(lines, s.Paint(tone, text))
	}
	if total := s.estimate.Total; total > 0 {
		text := "takes about " + bench.FormatDuration(total) + ", until " + s.Now().Add(total).Local().Format("15:04")
		if s.estimate.Rough {
			text = shorter(widget.Width, width, text+", a guess: nothing was measured here yet", text+", a guess")
		}
		lines = append(lines, widget.Cut(text, width, s.More))
	}
	for _, note := range tryOnlyNotes(s.plan) {
		lines = append(lines, s.Paint(theme.Warn, widget.Cut(note, width, s.More)))
	}
	if s.live {
		lines = append(lines, s.Paint(theme.Warn, "a session is being measured: this one waits for it, or A adds to it"))
	}
	return lines
}

// tryOnlyNotes are what is said of builds that are not for speed, each once.
func tryOnlyNotes(p *bench.Plan) []string {
	var notes []string
	for _, j := range p.Jobs {
		if note := bench.Clean(j.Build.Traits.TryOnly.Note); note != "" && !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	return notes
}

// roundsText says how the jobs take turns, and whether that was chosen for
// them.
func (s *planScreen) roundsText() string {
	if s.plan.Rounds < 2 {
		return ""
	}
	text := fmt.Sprintf("in %d rounds", s.plan.Rounds)
	if v := s.values["rounds"]; v == "" || v == "0" {
		text += " (chosen)"
	}
	return text
}
