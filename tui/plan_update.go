package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

func (s *planScreen) enter() tea.Cmd {
	s.tickBest()
	s.make()
	read := s.Plans.Presets
	return tea.Batch(s.askFirst(), func() tea.Msg { return presetsMsg{read()} })
}

func (s *planScreen) update(msg tea.Msg) (action, tea.Cmd) {
	a, cmd := s.answer(msg)
	return a, tea.Batch(cmd, s.askFirst())
}

func (s *planScreen) answer(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case presetsMsg:
		s.presets = msg.presets
	case firstMsg:
		if msg.ask == s.ask {
			s.first = bench.Clean(msg.text)
		}
	case startedMsg:
		return s.started(msg), nil
	case buildsMsg:
		s.tickBest()
		s.make()
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
	f := s.field()
	switch {
	case key.Matches(msg, keyUp):
		s.at = max(s.at-1, 0)
	case key.Matches(msg, keyDown):
		s.at = min(s.at+1, len(s.fields())-1)
	case key.Matches(msg, keyRight):
		s.turn(f, 1)
	case key.Matches(msg, keyLeft):
		s.turn(f, -1)
	case key.Matches(msg, keyTick) && f.flag == buildFlag:
		id := s.builds[f.build].ID
		s.ticked[id] = !s.ticked[id]
		s.make()
	case key.Matches(msg, keyEnter) && f.flag == moreFlag:
		s.turn(f, 1)
	case key.Matches(msg, keyEnter):
		return s.start()
	case key.Matches(msg, keyAddJobs) && s.live:
		return s.addToLive()
	case key.Matches(msg, keyPresets) && len(s.presets) == 0:
		return said("there is no preset; S saves these values as one"), nil
	case key.Matches(msg, keyPresets):
		return open{s.presetMenu()}, nil
	case key.Matches(msg, keySave):
		return open{s.presetPrompt()}, nil
	case f.isText() && (key.Matches(msg, keyEdit) || startsValue(msg)):
		s.begin(f, msg)
	default:
		return nil, nil
	}
	return said(""), nil
}
