package tui

import (
	"fmt"
	"slices"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

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
		takes := "takes about "
		if s.plan.Precision > 0 {
			takes = "takes at least "
		}
		text := takes + bench.FormatDuration(total) + ", until " + s.Now().Add(total).Local().Format("15:04")
		if s.estimate.Rough {
			text = shorter(widget.Width, width, text+", a guess: nothing was measured here yet", text+", a guess")
		}
		lines = append(lines, widget.Cut(text, width, s.More))
	}
	if slices.ContainsFunc(s.plan.Jobs, func(j bench.Job) bool { return j.Build.TryOnly() }) {
		lines = append(lines, s.Paint(theme.Warn, widget.Cut("MLX on the CPU is slow: good for trying it out", width, s.More)))
	}
	if s.live {
		lines = append(lines, s.Paint(theme.Warn, "a session is being measured: this one waits for it, or A adds to it"))
	}
	return lines
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
