package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

func (s *planScreen) presetMenu() dialog {
	list := &menu{title: "Presets"}
	for i, p := range s.presets {
		list.add(bench.Clean(p.Name)+"  "+bench.Clean(p.Help), func() (action, tea.Cmd) {
			s.preset = i
			s.take(p)
			return nil, s.askCommand()
		})
	}
	return list
}

func (s *planScreen) presetPrompt() dialog {
	save, fields := s.Plans.SavePreset, s.choice().Fields
	return newPrompt("Save as preset", "A name for these values. A preset of that name is replaced.", "", func(name string) (action, tea.Cmd) {
		return nil, act(func() action {
			if err := save(Preset{Name: name, Fields: fields, Own: true}); err != nil {
				return bad(bench.Clean(err.Error()))
			}
			return several{good("saved as " + bench.Clean(name)), goTo{atPlan}}
		})
	})
}
