package tui

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// logPane shows the engine's log on the whole screen.
func (s *liveScreen) logPane(width, height int) widget.Block {
	title := "Engine log"
	if s.filter.Value() != "" && !s.filter.on {
		title += ", lines with " + bench.Clean(s.filter.Value())
	}
	w, h := widget.PaneInside(width, height)
	var lines []string
	if s.filter.on {
		lines = append(lines, "/"+s.inputLine(s.filter.Model, w-1))
		h--
	}
	return widget.Pane(s.Theme, title, true, append(lines, s.logLines(w, h, s.logTop)...), width, height)
}

// logLines gives the newest lines of the log. The newest one is the last. above
// is how many lines the user has scrolled back.
func (s *liveScreen) logLines(width, height, above int) []string {
	want := strings.ToLower(s.filter.Value())
	if !s.log {
		want = ""
	}
	var lines []string
	for i := len(s.session.Log) - 1; i >= 0 && len(lines) < height+above; i-- {
		text := bench.Clean(s.session.Log[i].Text)
		if want == "" || strings.Contains(strings.ToLower(text), want) {
			lines = append(lines, widget.Cut(text, width, s.More))
		}
	}
	above = min(above, max(len(lines)-height, 0))
	lines = lines[above:]
	slices.Reverse(lines)
	if len(lines) == 0 {
		text := "the engine has printed nothing yet"
		if want != "" && len(s.session.Log) > 0 {
			text = "no line contains " + bench.Clean(s.filter.Value())
		}
		return []string{s.Paint(theme.Muted, text)}
	}
	return lines
}
