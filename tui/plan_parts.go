package tui

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// view draws the form, what follows from it, and the engine's command.
//
//	Plan                              Jobs                  tests  minutes
//	▌ preset   quick ▾                Qwen3 30B  Vulkan        2      1.1
//	  prompt -p 512                   …
//	 -p  what the field means
//	 The command of the first job
func (s *planScreen) view(width, height int) widget.Block {
	tail := s.explain(width)
	if height >= 20 {
		tail = append(tail, s.engineLine(width)...)
	}
	rows := height - len(tail)
	if width < 90 {
		summary := s.summary(width - 2)
		jobs := min(len(summary), max(rows/3, 2))
		form := widget.Fit(s.form(width, rows-jobs), width, rows-jobs)
		return widget.Above(form, indent(summary[max(0, len(summary)-jobs):], width, jobs), widget.Fit(tail, width, len(tail)))
	}
	left := min(width/2, 56)
	form := s.form(left, rows)
	right := s.jobs(width-left-3, rows)
	// What explains them stands below them, and what is free below that.
	rows = min(max(len(form), len(right))+1, rows)
	out := widget.Beside(widget.Fit(form, left, rows), indent(right, width-left, rows))
	return widget.Fit(append(out, tail...), width, height)
}

func indent(lines []string, width, height int) widget.Block {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = " " + line
	}
	return widget.Fit(out, width, height)
}

// form lists the fields around the one that has the keyboard.
func (s *planScreen) form(width, height int) []string {
	lines := []string{" " + s.Paint(theme.Strong, "Plan")}
	if height < 3 {
		lines = nil
	}
	all := s.fields()
	s.at = min(s.at, len(all)-1)
	room := max(height-len(lines), 1)
	top := min(max(s.at-room/2, 0), max(len(all)-room, 0))
	for i := top; i < len(all) && len(lines) < height; i++ {
		lines = append(lines, s.fieldLine(all, i, width))
	}
	return lines
}

func (s *planScreen) fieldLine(all []field, i, width int) string {
	f := all[i]
	lead := "  "
	if i == s.at {
		lead = s.Paint(theme.Focus, s.Cursor) + " "
	}
	label := f.label
	if f.flag == buildFlag && i > 0 && all[i-1].flag == buildFlag {
		label = ""
	}
	flag := ""
	if f.isText() {
		flag = f.dashed()
	}
	value := s.value(f)
	lead += widget.Left(label, 12) + " "
	room := width - 16
	if f.isText() { // what has no flag takes its room for the value
		lead += s.Paint(theme.Muted, widget.Left(flag, flagWidth(width)))
		room -= flagWidth(width)
	}
	room = max(room, 4)
	if i == s.at && s.editing {
		return lead + s.inputLine(s.input, room)
	}
	tone := theme.Plain
	if s.wrong[f.flag] != "" {
		tone = theme.Bad
		value += " " + s.No
	}
	return lead + s.Paint(tone, widget.Cut(value, room, s.More))
}

// flagWidth is the room for flags: for the longest of them where there is any.
func flagWidth(width int) int {
	if width < 48 {
		return 9
	}
	return len("--no-sentinel") + 1
}

// value is how a field's value reads.
func (s *planScreen) value(f field) string {
	switch f.flag {
	case presetFlag:
		if s.preset < 0 || s.preset >= len(s.presets) {
			return "your own " + s.Opens
		}
		p := s.presets[s.preset]
		return bench.Clean(p.Name) + " " + s.Opens + "  " + s.Paint(theme.Muted, bench.Clean(flagsOf(p)))
	case buildFlag:
		b := s.builds[f.build]
		box := s.Off
		if s.ticked[b.ID] {
			box = s.On
		}
		device := ""
		if len(b.Devices) > 0 {
			device = s.Paint(theme.Muted, bench.Clean(b.Devices[0].Description))
		}
		return box + " " + s.joined(buildName(b), device)
	case moreFlag:
		if s.more {
			return "shown"
		}
		return ""
	}
	if v := s.values[f.flag]; v != "" {
		return bench.Clean(v)
	}
	if f.empty != "" {
		return s.Paint(theme.Muted, f.empty)
	}
	return s.Paint(theme.Muted, "the engine's own")
}

// flagsOf is what a preset puts into the fields, as flags in the form's order.
func flagsOf(p Preset) string {
	var words, rest []string
	for _, f := range commonFields {
		if v := p.Fields[f.flag]; v != "" {
			words = append(words, f.dashed()+" "+v)
		}
	}
	for _, flag := range slices.Sorted(maps.Keys(p.Fields)) {
		if !slices.ContainsFunc(commonFields, func(f field) bool { return f.flag == flag }) {
			rest = append(rest, field{flag: flag}.dashed()+" "+p.Fields[flag])
		}
	}
	return strings.Join(append(words, rest...), " ")
}

// explain says what the field means, or what is wrong with its value.
func (s *planScreen) explain(width int) []string {
	f := s.field()
	text, tone := f.help, theme.Muted
	if f.flag == presetFlag && s.preset >= 0 && s.preset < len(s.presets) {
		text = bench.Clean(s.presets[s.preset].Help)
	}
	if f.isText() {
		text = f.dashed() + "  " + text
	}
	if wrong := s.wrong[f.flag]; wrong != "" {
		text, tone = wrong, theme.Bad
	}
	var lines []string
	for _, line := range widget.Wrap(text, max(width-2, 1)) {
		lines = append(lines, " "+s.Paint(tone, line))
	}
	return lines[:min(len(lines), 3)]
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
	if d := s.estimate.CoolDown; d > 0 {
		lines = append(lines, "cooling down may add "+bench.FormatDuration(d))
	}
	if p := s.plan.Precision; p > 0 {
		text := "more until medians are known to " + bench.FormatPercent(p)
		if s.plan.MaxTime > 0 {
			text += ", at most " + bench.FormatDuration(s.plan.MaxTime)
		}
		lines = append(lines, text)
	}
	return lines
}

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
			notes = append([]string{"loading the models adds about " + bench.FormatDuration(load)}, notes...)
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

// engineLine is the command that will be started first.
func (s *planScreen) engineLine(width int) []string {
	if s.plan == nil || s.first == "" {
		return nil
	}
	lines := []string{"", " " + s.Paint(theme.Strong, "The first start of the engine")}
	for _, line := range widget.WrapWords(s.first, max(width-4, 1)) {
		lines = append(lines, "   "+s.Paint(theme.Muted, line))
	}
	return lines[:min(len(lines), 6)]
}
