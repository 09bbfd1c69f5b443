package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

func (s *planScreen) enter() tea.Cmd {
	for id := range s.asking {
		s.stopAsking(id)
	}
	clear(s.asking)    // an answer may have come while another screen was shown
	s.awaiting = false // the user had left the form, so the session must not start now
	s.tickBest()
	s.make()
	s.focusServer()
	read := s.Plans.Presets
	cmds := []tea.Cmd{s.askCommand(), func() tea.Msg { return presetsMsg{read()} }}
	if s.described && !s.live {
		cmds = append(cmds, s.judgeNow())
	}
	if ask := s.askTicked(); len(ask) > 0 {
		cmds = append(cmds, act(func() action { return ask }))
	}
	return tea.Batch(cmds...)
}

func (s *planScreen) update(msg tea.Msg) (action, tea.Cmd) {
	a, cmd := s.answer(msg)
	return a, tea.Batch(cmd, s.askCommand())
}

func (s *planScreen) answer(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case presetsMsg:
		s.presets = msg.presets
	case commandMsg:
		if msg.ask == s.ask {
			s.firstCommand = bench.Clean(msg.text)
		}
	case startedMsg:
		return s.started(msg), nil
	case streamMsg[Other]: // a session that has ended showed how long tests take
		s.make()
	case buildsMsg:
		return s.engines()
	case serversMsg:
		s.make()
	case serverMsg:
		s.answered(msg)
	case streamMsg[Model]: // what a server has may be new
		if msg.ended {
			s.make()
		}
	case tea.KeyMsg:
		if s.editing {
			return s.edit(msg)
		}
		return s.key(msg)
	}
	return nil, nil
}

func (s *planScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	f, waited := s.field(), s.awaiting
	s.awaiting = false
	if by, ok := steps(msg, 10, len(s.fields())); ok {
		s.at = min(max(s.at+by, 0), len(s.fields())-1)
		return said(""), nil
	}
	switch {
	case waited && key.Matches(msg, keyBack):
		return said("not started"), nil
	case f.flag == buildFlag && (key.Matches(msg, keyRight) || key.Matches(msg, keyLeft) || key.Matches(msg, keyTick)):
		return s.tick(f), nil
	case key.Matches(msg, keyRight):
		s.turn(f, 1)
	case key.Matches(msg, keyLeft):
		s.turn(f, -1)
	case key.Matches(msg, keyEnter) && f.flag == moreFlag:
		s.turn(f, 1)
	case key.Matches(msg, keyEnter):
		return s.start()
	case key.Matches(msg, keyAddJobs) && s.live:
		return s.addToLive()
	case key.Matches(msg, keyServer) && s.canAddServer():
		return open{s.addServer()}, nil
	case key.Matches(msg, keyVersions):
		return s.tickVersions(), nil
	case key.Matches(msg, keyBest):
		return s.findBest()
	case key.Matches(msg, keyPresets) && len(s.presets) == 0:
		return said("there are no presets; S saves these values as one"), nil
	case key.Matches(msg, keyPresets):
		return open{s.presetMenu()}, nil
	case key.Matches(msg, keySave):
		return open{s.presetPrompt()}, nil
	case key.Matches(msg, keyCopy) && s.problem != "":
		return bad("There is no command to copy, because this plan cannot start: " + s.problem), nil
	case f.isText() && key.Matches(msg, keyEdit):
		s.begin(f)
	default:
		s.awaiting = waited
		return nil, nil
	}
	return said(""), nil
}
