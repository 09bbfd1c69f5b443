package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/report"
)

// besideMsg names the sessions to show beside the one that was opened.
type besideMsg struct {
	with  string
	names []string
}

// putBeside reads the sessions that were marked in History.
func (s *resultsScreen) putBeside(msg besideMsg) tea.Cmd {
	if msg.with != s.name {
		return nil // another session is shown now
	}
	var cmds []tea.Cmd
	for _, name := range msg.names {
		cmds = append(cmds, s.readColumn(name))
	}
	return tea.Sequence(cmds...) // in the order of the list
}

func (s *resultsScreen) readColumn(name string) tea.Cmd {
	ctx, read := s.ctx, s.Sessions.Open
	return func() tea.Msg {
		session, err := read(ctx, name)
		return columnMsg{name: name, sessions: []*bench.Session{session}, err: err}
	}
}

// mostImported is how many imported sessions become columns at once.
const mostImported = 8

// addImported adds what was pasted as columns. If no session is shown, it shows
// what was imported.
func (s *resultsScreen) addImported(msg pastedMsg) tea.Cmd {
	names := msg.result.Sessions
	if msg.err != nil || len(names) == 0 {
		return nil
	}
	names = names[:min(len(names), mostImported)]
	if s.session == nil {
		return act(func() action { return show{name: names[0], beside: names[1:]} })
	}
	var cmds []tea.Cmd
	for _, name := range names {
		cmds = append(cmds, to(atResults, s.readColumn(name)))
	}
	return tea.Sequence(cmds...)
}

func (s *resultsScreen) readFile(path string) tea.Cmd {
	ctx, read := s.ctx, s.Sessions.OpenFile
	return func() tea.Msg {
		session, err := read(ctx, path)
		return columnMsg{name: path, sessions: []*bench.Session{session}, err: err}
	}
}

func (s *resultsScreen) addColumn(msg columnMsg) action {
	switch {
	case msg.err != nil:
		return bad("not added: " + bench.Clean(msg.err.Error()))
	case s.session == nil || !msg.chip && s.stands(msg.name):
		return nil
	}
	for _, session := range msg.sessions {
		for _, have := range s.sessions() {
			if report.SameMeasurement(have, session) {
				return said("not added: " + bench.Clean(msg.name) + " is the same measurement as " + s.columnsOf(have))
			}
		}
	}
	for _, session := range msg.sessions {
		if msg.chip && s.hasSource(msg.name, session) {
			continue // another source of the chip was removed
		}
		s.more = append(s.more, otherResults{msg.name, session, msg.chip})
	}
	// Chips are the last columns, as on the command line.
	slices.SortStableFunc(s.more, func(a, b otherResults) int {
		switch {
		case a.chip == b.chip:
			return 0
		case b.chip:
			return -1
		}
		return 1
	})
	s.make()
	return nil
}

// addChips adds what was published for chips. One notice names all chips for
// which there is nothing. A chip that could not be added comes before them.
func (s *resultsScreen) addChips(all columnsMsg) (wanted action) {
	var without []string
	for _, of := range all {
		if of.err == nil && len(of.sessions) == 0 {
			without = append(without, bench.Clean(of.name))
		} else if a := s.addColumn(of); a != nil && wanted == nil {
			wanted = a
		}
	}
	if len(without) > 0 && wanted == nil {
		return bad("not added: nobody published results of these tests for " + bench.Joined(without) + "; the screen What if (6) shows what speed to expect there")
	}
	return wanted
}

// hasSource tells whether what a source published for a chip is shown.
func (s *resultsScreen) hasSource(chip string, published *bench.Session) bool {
	return slices.ContainsFunc(s.more, func(have otherResults) bool {
		return have.chip && have.name == chip && report.ImportedFrom(have.session) == report.ImportedFrom(published)
	})
}

// columnsOf names the columns of a session: "column A", "columns A and B".
func (s *resultsScreen) columnsOf(session *bench.Session) string {
	switch of := s.sheet.ColumnsOf(session); {
	case of == "":
		return "what is shown"
	case s.sheet.Column(of) >= 0:
		return "column " + of
	default:
		return "columns " + of
	}
}

// stands tells whether Results shows columns of a session.
func (s *resultsScreen) stands(name string) bool {
	return name == s.name || slices.ContainsFunc(s.more, func(m otherResults) bool { return m.name == name })
}

// offerColumns asks which columns to add: those that were removed, an earlier
// session, or a file.
func (s *resultsScreen) offerColumns(msg pastMsg) action {
	if msg.err != nil {
		return bad(bench.Clean(msg.err.Error()))
	}
	list := &menu{title: "Add columns"}
	if len(s.hidden) > 0 {
		list.add("the columns that were removed", func() (action, tea.Cmd) {
			s.hidden = nil
			s.showAnew()
			return nil, nil
		})
	}
	others := slices.DeleteFunc(slices.Clone(msg.past), func(p Past) bool { return s.stands(p.Name) || !p.hasFigures() })
	sessions := s.pastListOf(others)
	if sessions.common != "" {
		list.title = s.dotted(list.title, "all: "+sessions.common)
	}
	before := slices.Clone(list.lines)
	list.narrow = func(width int) []string { return slices.Concat(before, sessions.lines(width)) }
	for i, line := range sessions.lines(0) {
		list.add(line, func() (action, tea.Cmd) { return nil, s.readColumn(others[i].Name) })
	}
	if s.WhatIf.Answering != nil {
		list.add("what others published for these tests: choose a chip", func() (action, tea.Cmd) { return s.doing("looking for published results"), s.askChips() })
	}
	list.path = func(begin string) (action, tea.Cmd) {
		return open{askFile("Add the columns of a file", begin, func(path string) (action, tea.Cmd) { return nil, s.readFile(path) })}, nil
	}
	list.add("a report or session folder: enter asks for its path", func() (action, tea.Cmd) { return list.path("") })
	return open{list}
}

// showAnew updates what depends on which columns are shown.
func (s *resultsScreen) showAnew() {
	s.best, s.heads = map[int]int{}, keptHeads{}
	s.arrange()
}

// remove removes a column, but not the baseline. A session that is left without a
// column is forgotten, so that it can be added again.
func (s *resultsScreen) remove() action {
	switch {
	case len(s.shownColumns()) < 2:
		return said("This is the only column; it stays.")
	case s.isBaseline(s.column):
		return said("This is the baseline; it stays. Move to another column and press b to make that the baseline.")
	}
	gone := s.sheet.Columns[s.column]
	if s.hidden == nil {
		s.hidden = map[*bench.JobState]bool{}
	}
	s.hidden[gone.Jobs[0]] = true
	s.turn(-1)
	s.showAnew()
	columns, before := s.shownColumns(), len(s.more)
	s.more = slices.DeleteFunc(s.more, func(m otherResults) bool {
		if !gone.Has(m.session) || slices.ContainsFunc(columns, func(at int) bool { return s.sheet.Columns[at].Has(m.session) }) {
			return false
		}
		for _, j := range m.session.Jobs {
			delete(s.hidden, j)
		}
		return true
	})
	if len(s.more) < before {
		s.make()
	}
	return said("")
}
