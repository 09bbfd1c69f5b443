package tui

import (
	"fmt"
	"strings"

	"github.com/sahilm/fuzzy"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// fill makes the table's rows of what fits the filter.
func (s *historyScreen) fill() {
	s.order = s.order[:0]
	if want := s.filter.Value(); want != "" {
		lines := make([]string, len(s.past))
		for i, p := range s.past {
			lines[i] = pastLine(p) + " " + p.State + " " + bench.Clean(p.Note) + " " + p.Name
		}
		for _, m := range fuzzy.Find(want, lines) {
			s.order = append(s.order, m.Index)
		}
	} else {
		for i := range s.past {
			s.order = append(s.order, i)
		}
	}
	rows := make([]widget.Row, len(s.order))
	for r, i := range s.order {
		rows[r] = s.row(s.past[i])
	}
	s.table.Set(rows)
}

func (s *historyScreen) row(p Past) widget.Row {
	tone, sign := s.stateLook(p.State)
	models, look := bench.Clean(strings.Join(p.Models, ", ")), theme.Plain
	if p.Problem != "" {
		models, look = bench.Clean(p.Problem), theme.Bad
	}
	tests := bench.NotMeasured
	if p.Tests > 0 {
		tests = fmt.Sprintf("%d/%d", p.Done, p.Tests)
	}
	return widget.Row{Marked: s.marks[p.Name], Cells: []widget.Cell{
		{Text: sign, Tone: tone},
		{Text: startedText(p)},
		{Text: bench.Clean(p.State), Tone: tone},
		{Text: tests},
		{Text: models, Tone: look},
		{Text: bench.Clean(p.Note), Tone: theme.Muted},
	}}
}

// stateLook is how a state is drawn: by colour and sign together.
func (s *historyScreen) stateLook(state string) (theme.Tone, string) {
	switch {
	case state == string(bench.OutcomeDone):
		return theme.Good, s.Yes
	case measured(state):
		return theme.Accent, s.Going
	case state == "unreadable", state == string(bench.OutcomeFailed):
		return theme.Bad, s.No
	}
	return theme.Warn, s.Stopped
}
