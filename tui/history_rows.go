package tui

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// fill makes the table's rows from the sessions that match the filter.
func (s *historyScreen) fill() {
	s.order = s.order[:0]
	if want := s.filter.Value(); want != "" {
		lines := make([]string, len(s.past))
		for i, p := range s.past {
			lines[i] = pastLine(p) + " " + s.machineText(p) + " " + p.State + " " + sinceText(p) + " " + bench.Clean(p.Note) + " " + p.Name + " " + bench.Clean(p.Text)
		}
		s.order = matching(want, lines)
	} else {
		for i := range s.past {
			s.order = append(s.order, i)
		}
	}
	listed := make([]Past, len(s.order))
	for r, i := range s.order {
		listed[r] = s.past[i]
	}
	for r := range listed { // the source of imported results stands beside the note, which narrow screens leave out
		if own := strings.TrimSuffix(listed[r].What, " · "+listed[r].Source); listed[r].Source != "" {
			listed[r].What = own
		}
	}
	// Of imported results, the machine says more than the note.
	machine, note := lessUrgent, moreUrgent
	if slices.ContainsFunc(listed, func(p Past) bool { return p.Source != "" }) {
		machine, note = note, machine
	}
	s.table.Columns[machineColumn].Priority, s.table.Columns[noteColumn].Priority = machine, note
	common, what := apartTexts(listed)
	s.common = common
	rows := make([]widget.Row, len(s.order))
	for r, p := range listed {
		rows[r] = s.row(p, what[r])
	}
	s.table.Set(rows)
}

func (s *historyScreen) row(p Past, what string) widget.Row {
	tone, sign := s.stateLook(p)
	look := theme.Plain
	if p.Problem != "" {
		what, look = bench.Clean(p.Problem), theme.Bad
	}
	return widget.Row{Marked: s.marks[p.Name], Cells: []widget.Cell{
		{Text: sign, Tone: tone},
		{Text: whenText(p), Tone: theme.Muted},
		{Text: s.machineText(p), Tone: theme.Muted},
		{Text: what, Tone: look},
		{Text: bestText(p)},
		{Text: testsText(p)},
		s.noteCell(p),
		{Text: bench.Clean(p.State), Tone: tone},
	}}
}

// noteCell is the user's note. What an update of an engine did to the speed
// stands before it, and the source of imported results behind it.
func (s *historyScreen) noteCell(p Past) widget.Cell {
	cell := widget.Cell{Text: s.dotted(sinceText(p), bench.Clean(p.Note), bench.Clean(p.Source)), Tone: theme.Muted}
	if len(p.Since) > 0 {
		cell.Tone = sinceTone(p.Since[0])
	}
	return cell
}

// sinceText says in a few words what an update of an engine did to the speed.
func sinceText(p Past) string {
	if len(p.Since) == 0 {
		return ""
	}
	return p.Since[0].Short()
}

func sinceTone(since report.Since) theme.Tone {
	if since.Verdict == bench.Slower {
		return theme.Bad
	}
	return theme.Good
}

// stateLook is the colour and the sign of a state.
func (s *historyScreen) stateLook(p Past) (theme.Tone, string) {
	switch {
	case p.State == string(bench.OutcomeDone):
		return theme.Good, s.Yes
	case p.Live:
		return theme.Accent, s.Going
	case p.State == "imported":
		return theme.Muted, s.Published
	case p.State == "unreadable", p.State == string(bench.OutcomeFailed):
		return theme.Bad, s.No
	}
	return theme.Warn, s.Stopped
}
