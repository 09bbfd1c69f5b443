package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

func (s *liveScreen) enter() tea.Cmd {
	s.refresh()
	return nil
}

func (s *liveScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case beatMsg:
		s.beats++
		s.refresh()
	case freshMsg:
		s.refresh()
	case tea.KeyMsg:
		if s.filter.on {
			return s.typeFilter(msg)
		}
		return s.key(msg)
	}
	return nil, nil
}

func (s *liveScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	if s.session == nil {
		if key.Matches(msg, keyEnter) {
			return goTo{atModels}, nil
		}
		return nil, nil
	}
	if by, ok := steps(msg, 10, len(s.session.Jobs)); ok {
		if s.log {
			s.logTop = min(max(s.logTop-by, 0), len(s.session.Log))
		} else {
			s.cursor = min(max(s.cursor+by, 0), max(len(s.session.Jobs)-1, 0))
		}
		return said(""), nil
	}
	switch {
	case key.Matches(msg, keyLog), s.log && key.Matches(msg, keyBack) && s.filter.Value() == "":
		s.log, s.logTop = !s.log, 0
		return said(""), nil
	case s.log && key.Matches(msg, keyBack):
		s.filter.SetValue("")
		return said(""), nil
	case key.Matches(msg, keyFilter):
		s.log = true
		s.filter.open()
		return said(""), nil
	case key.Matches(msg, keyResults):
		return goTo{atResults}, nil
	case key.Matches(msg, keyExport):
		return export{name: s.name, file: s.file}, nil
	case s.died && key.Matches(msg, keyResume):
		return nil, resumeSession(s.desk, s.name)
	}
	if !s.live {
		return nil, nil
	}
	return s.control(msg)
}

func (s *liveScreen) typeFilter(msg tea.KeyMsg) (action, tea.Cmd) {
	s.filter.key(msg)
	return said(""), nil
}
