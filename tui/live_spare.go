package tui

import (
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// leastSpare is the smallest height of a pane that fills spare lines.
const leastSpare = 4

// withSpare fills the lines below the other panes, if there are enough lines. It
// shows the warnings with what to do about them, and facts of the session.
//
//	╭ Warnings ─────────────────────────────╮
//	│ ▲ tg128: other programs keep 2 cores  │
//	│   what to do: close other programs    │
//	╰───────────────────────────────────────╯
//	╭ Session ──────────────────────────────╮
//	╰───────────────────────────────────────╯
func (s *liveScreen) withSpare(above widget.Block, width, height int) widget.Block {
	for _, part := range []struct {
		title string
		lines func(width, most int) []string
	}{{"Warnings", s.warningLines}, {"Session", s.factLines}} {
		room := height - len(above)
		if room < leastSpare {
			return above
		}
		if lines := part.lines(width-4, room-2); len(lines) > 0 {
			above = widget.Above(above, widget.Pane(s.Theme, part.title, false, lines, width, len(lines)+2))
		}
	}
	return above
}

// warningLines are the warnings so far, the worst first. most limits the lines.
// If there is no room for all lines of a warning, this warning and those after
// it are left out.
func (s *liveScreen) warningLines(width, most int) []string {
	var out []string
	for i, d := range s.doubts {
		tone, sign := s.doubtSign(d)
		var lines []string
		for n, line := range linebreak.Lines(s.Spelled(d.Where+": "+d.Text), max(width-2, 8)) {
			lead := "  "
			if n == 0 {
				lead = s.Paint(tone, sign) + " "
			}
			lines = append(lines, lead+line)
		}
		if d.Remedy != "" {
			for _, line := range linebreak.Lines(s.Spelled("what to do: "+d.Remedy), max(width-2, 8)) {
				lines = append(lines, "  "+s.Paint(theme.Muted, line))
			}
		}
		if room := most - len(out); len(lines) > room || len(lines) == room && i < len(s.doubts)-1 {
			if room > 0 && i > 0 {
				out = append(out, s.Paint(theme.Muted, s.More+" and "+countOf(len(s.doubts)-i, "more warning")))
			}
			return out
		}
		out = append(out, lines...)
	}
	return out
}

// factLines say where and when the session was measured. most limits the
// lines.
func (s *liveScreen) factLines(width, most int) []string {
	var lines []string
	add := func(name, text string) {
		if text = bench.Clean(text); text != "" && len(lines) < most {
			lines = append(lines, s.Paint(theme.Muted, widget.Left(name, 9))+widget.Cut(s.Spelled(text), width-9, s.More))
		}
	}
	x := s.session
	add("session", x.ID)
	add("machine", x.Machine.Line)
	add("system", s.dotted(x.Machine.OS, x.Machine.Kernel, x.Machine.Hypervisor, x.Machine.Container))
	for _, b := range x.Bandwidth {
		doubt := ""
		if !b.Clean {
			doubt = " " + s.Unclear
		}
		if b.PeakGBps > 0 && b.When != bench.ProbedEarlier {
			add("memory", bench.FormatGBps(b.PeakGBps)+" read"+doubt+", measured "+b.When+" the session")
		}
	}
	if !x.Started.IsZero() {
		at := "started " + x.Started.Local().Format("2006-01-02 15:04")
		if !x.Finished.IsZero() {
			at += ", finished " + x.Finished.Local().Format("15:04")
		}
		add("time", at)
	}
	switch n := x.Rounds(); {
	case s.found != nil:
		add("search", "configurations are measured in blocks of the same minutes; at the end, fresh pairs compare the default with the winner")
		add("default", strings.Join(s.found.Default, ", "))
	case n > 1:
		text := countOf(n, "round") + ", and the engine is started anew in each"
		if len(x.Jobs) > 1 {
			text = countOf(n, "round") + ": the jobs take turns, and each starts its engine anew in every round"
		}
		add("rounds", text)
	}
	add("note", x.Plan.Note)
	return lines
}
