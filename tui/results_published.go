package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/bench/report"
	"dragstrip/tui/widget"
)

// Answers of commands about what others published.
type (
	answeringMsg struct {
		chips []AnsweringChip
		tests int
	}
	sourcesMsg struct{ lines []string }
)

// chipsMsg names chips whose published results are to be added.
type chipsMsg struct{ chips []string }

// readChips reads what others published for chips. It looks only for the tests
// that are shown.
func (s *resultsScreen) readChips(chips []string) tea.Cmd {
	if s.session == nil {
		return nil
	}
	ctx, read, jobs := s.ctx, s.WhatIf.Published, s.jobsShown()
	return to(atResults, func() tea.Msg {
		var all columnsMsg
		for _, chip := range chips {
			sessions, err := read(ctx, chip, jobs)
			all = append(all, columnMsg{chip, sessions, err, true})
		}
		return all
	})
}

// jobsShown gives the models and tests of the sessions' jobs, because others may
// have measured the same. They are copies, because a live session changes.
func (s *resultsScreen) jobsShown() (jobs []bench.Job) {
	for _, session := range s.sessions() {
		for _, j := range session.Jobs {
			jobs = append(jobs, j.Job)
		}
	}
	return jobs
}

// askChips asks for which chips others published some of the tests that are
// shown.
func (s *resultsScreen) askChips() tea.Cmd {
	ctx, answering, jobs := s.ctx, s.WhatIf.Answering, s.jobsShown()
	return to(atResults, func() tea.Msg {
		chips, tests := answering(ctx, jobs)
		return answeringMsg{chips, tests}
	})
}

// offerChips lists these chips, those with the newest results first.
func (s *resultsScreen) offerChips(msg answeringMsg) action {
	if len(msg.chips) == 0 {
		return said("Nobody published results of these tests. The screen What if (6) says what to expect on other machines.")
	}
	list := &menu{title: s.dotted("Published results", countOf(len(msg.chips), "chip"), "newest first")}
	width, names := 0, make([]string, len(msg.chips))
	for i, c := range msg.chips {
		names[i] = bench.Clean(c.Chip)
		width = max(width, widget.Width(names[i]))
	}
	width = min(width, 34)
	names = naming.CutApart(names, width)
	for i, c := range msg.chips {
		line := fmt.Sprintf("%d of %s  ", c.Tests, countOf(msg.tests, "test")) + widget.Left(names[i], width) + "  " + bench.Clean(c.Newest)
		list.add(line, func() (action, tea.Cmd) { return nil, s.readChips([]string{c.Chip}) })
	}
	return open{list}
}

// chipOf is the chip of a column with published results; "" for other columns.
// If models are columns, it is the chip of the selected row's cell.
func (s *resultsScreen) chipOf(column int) string {
	if column >= len(s.sheet.Columns) {
		return ""
	}
	of := s.sheet.Columns[column].Session
	if s.byModel && s.at < len(s.rows) {
		if cell := s.sheet.Rows[s.rows[s.at]].Cells[column]; cell.Row != nil {
			of = cell.Row.Session
		}
	}
	for _, m := range s.more {
		if m.chip && m.session == of {
			return m.name
		}
	}
	return ""
}

// askSources asks what everybody published about the selected cell.
func (s *resultsScreen) askSources() tea.Cmd {
	chip := s.chipOf(s.column)
	if chip == "" || s.at >= len(s.rows) {
		return nil
	}
	row := s.sheet.Rows[s.rows[s.at]]
	at := slices.IndexFunc(row.Cells, func(c report.SheetCell) bool { return c.Row != nil && c.Row.Session.Imported == nil })
	if at < 0 { // otherwise the model of our own file says most
		at = s.column
	}
	cell := row.Cells[at]
	if cell.Row == nil {
		return nil
	}
	ctx, sources, model := s.ctx, s.WhatIf.Sources, cell.Row.Job.Model
	return to(atResults, func() tea.Msg { return sourcesMsg{sources(ctx, chip, model, row.Test)} })
}

// whyNoSources says why other sources cannot be shown; "" if they can.
func (s *resultsScreen) whyNoSources() string {
	if s.chipOf(s.column) == "" {
		return "move to a column of published results"
	}
	return ""
}
