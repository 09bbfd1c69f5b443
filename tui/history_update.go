package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// enter reads the list again. The old list stays until then.
func (s *historyScreen) enter() tea.Cmd {
	s.reading = true
	return s.listPast(atHistory, "")
}

func (s *historyScreen) update(msg tea.Msg) (action, tea.Cmd) {
	a, cmd := s.answer(msg)
	p, _ := s.selected() // another session may be selected now, or the list is new
	s.grid = newFigureGrid(p.Figures)
	return a, cmd
}

func (s *historyScreen) answer(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case pastMsg:
		s.take(msg)
	case pastedMsg:
		return s.pasted(atHistory, msg), s.showImported(msg)
	case tea.KeyMsg:
		if s.filter.on {
			return s.typeFilter(msg)
		}
		return s.key(msg)
	}
	return nil, nil
}

// take replaces the list. The cursor stays on its session.
func (s *historyScreen) take(msg pastMsg) {
	s.known, s.reading, s.problem = true, false, ""
	if msg.err != nil {
		s.problem = bench.Clean(msg.err.Error())
		return
	}
	was, _ := s.selected()
	if s.goTo != "" {
		was.Name, s.goTo = s.goTo, ""
	}
	s.past = msg.past
	s.fill()
	for row, i := range s.order {
		if s.past[i].Name == was.Name {
			s.table.Cursor = row
		}
	}
}

// showImported reads the list again if something was imported. The cursor goes to
// the first imported session.
func (s *historyScreen) showImported(msg pastedMsg) tea.Cmd {
	if msg.err != nil || len(msg.result.Sessions) == 0 {
		return nil
	}
	s.goTo = msg.result.Sessions[0]
	s.filter.SetValue("")
	return s.enter()
}

func (s *historyScreen) typeFilter(msg tea.KeyMsg) (action, tea.Cmd) {
	if s.filter.key(msg) {
		s.table.Cursor, s.table.Top = 0, 0
	}
	s.fill()
	return said(""), nil
}

func (s *historyScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return s.paste(atHistory, string(msg.Runes))
	}
	if by, ok := steps(msg, max(s.height-8, 1), len(s.table.Rows)); ok {
		s.table.Move(by)
		return said(""), nil
	}
	switch {
	case s.problem != "" && key.Matches(msg, keyReadAgain):
		return said(""), s.enter()
	case key.Matches(msg, keyBack) && s.filter.Value() != "":
		s.filter.SetValue("")
		s.fill()
		return said(""), nil
	case key.Matches(msg, keyFilter) && len(s.past) > 0:
		s.filter.open()
		return said(""), nil
	}
	if key.Matches(msg, keyFile) {
		return open{askFile("Open a file", "", func(path string) (action, tea.Cmd) { return show{name: path, file: true}, nil })}, nil
	}
	if p, ok := s.selected(); ok {
		return s.keyOf(p, msg)
	}
	return nil, nil
}

// keyOf applies a key to one session.
func (s *historyScreen) keyOf(p Past, msg tea.KeyMsg) (action, tea.Cmd) {
	readable := p.State != "unreadable"
	switch {
	case key.Matches(msg, keyOpen) && p.Live:
		return watch{p.Name}, nil
	case key.Matches(msg, keyOpen) && readable:
		return show{name: p.Name, beside: s.markedBeside(p.Name)}, nil
	case key.Matches(msg, keyMarkSession) && readable:
		if s.marks[p.Name] = !s.marks[p.Name]; !s.marks[p.Name] {
			delete(s.marks, p.Name)
		}
		s.fill()
		s.table.Move(1)
		return said(""), nil
	case key.Matches(msg, keyResume):
		if why := whyNotResumed(p); why != "" {
			return said("not resumed: " + bench.Clean(why)), nil
		}
		return s.doing("resuming"), resumeSession(s.desk, p.Name)
	case key.Matches(msg, keyExport) && readable:
		return export{name: p.Name}, nil
	case key.Matches(msg, keyNote):
		return open{s.askNote(p)}, nil
	case key.Matches(msg, keyDelete) && p.Live:
		return said("This session is being measured and cannot be deleted. Press enter to watch it; Live (4) can stop it."), nil
	case key.Matches(msg, keyDelete):
		return open{&question{
			title:   "Delete this session?",
			text:    pastLine(p) + ": its results and the engine's logs are deleted for good.",
			answers: []answer{{key: "y", text: "delete it", cmd: s.remove(p.Name)}},
		}}, nil
	}
	return nil, nil
}

func (s *historyScreen) remove(name string) tea.Cmd {
	remove := s.Sessions.Delete
	return act(func() action {
		if err := remove(name); err != nil {
			return several{goTo{atHistory}, bad("not deleted: " + bench.Clean(err.Error()))}
		}
		return several{goTo{atHistory}, said("deleted")}
	})
}

func (s *historyScreen) askNote(p Past) dialog {
	note := s.Sessions.Note
	return newPrompt("Note", "A text that stays with this session. The report shows it, too.", bench.Clean(p.Note), func(text string) (action, tea.Cmd) {
		return nil, act(func() action {
			if err := note(p.Name, strings.TrimSpace(text)); err != nil {
				return bad(bench.Clean(err.Error()))
			}
			return goTo{atHistory}
		})
	})
}
