package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/theme"
)

func (s *machineScreen) enter() tea.Cmd {
	ctx, read := s.ctx, s.House.Machine.Probes
	if read == nil {
		return nil
	}
	return to(atMachine, func() tea.Msg { return probesMsg{read(ctx)} })
}

func (s *machineScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if a, cmd, done := s.heedMissing(); done { // the key was for what is not true any more
			return a, cmd
		}
		if s.setup != nil {
			return s.inSetup(msg)
		}
		return s.key(msg)
	case probesMsg:
		s.probes = msg.probes
	case upgradeMsg:
		if s.setup != nil && s.setup.busy() {
			return said("Something is being installed. Try again when it is done."), nil
		}
		s.asked = true
		cmd := s.beginSetup()
		s.setup.upgrade = msg.engine
		return nil, cmd
	case offersMsg:
		if s.setup != nil && s.setup.of == msg.of {
			s.setup.take(msg, len(s.builds) > 0, len(s.models) > 0)
		}
	case measureGPUMsg:
		if why := s.whyNotGPU(); why == "" {
			return nil, s.measureGPU()
		}
	case streamMsg[gpuLine]:
		return s.gpuTold(msg)
	case streamMsg[setupLine]:
		if s.setup != nil {
			return s.setupTold(msg)
		}
	}
	a, cmd, _ := s.heedMissing()
	return a, cmd
}

// heedMissing opens the offers when something is missing, closes them when
// nothing is missing any more, and asks for them again when engines or models
// have come or gone. done tells whether it did something.
func (s *machineScreen) heedMissing() (a action, cmd tea.Cmd, done bool) {
	switch {
	case s.setup == nil && s.missing():
		return nil, s.beginSetup(), true
	case s.setup == nil || s.setup.busy():
		return nil, nil, false
	case !s.missing():
		return s.closeSupplied(), nil, true
	case s.setup.outdated():
		return nil, s.setup.ask(), true
	}
	return nil, nil, false
}

// closeSupplied closes the offers because nothing is missing any more. If an
// added folder has a model, nothing needs to be said. If an engine came from
// elsewhere, it says that nothing that was ticked was installed.
func (s *machineScreen) closeSupplied() action {
	lacked := s.setup.lacksEngine
	s.close()
	if !lacked || len(s.builds) == 0 {
		return nil
	}
	return notify{tone: theme.Warn, text: "Another program installed " + s.nameOf(s.builds[0]) + ". What was ticked here is not installed; s offers it again."}
}

// beginSetup opens the offers and asks what can be installed here.
func (s *machineScreen) beginSetup() tea.Cmd {
	s.setup = &setupForm{desk: s.desk, lacksEngine: s.buildsKnown && len(s.builds) == 0}
	return s.setup.ask()
}

// setupTold receives log lines of an installation. When everything is
// installed, it closes the offers.
func (s *machineScreen) setupTold(msg streamMsg[setupLine]) (action, tea.Cmd) {
	a, cmd := s.setup.log(msg)
	if msg.ended && s.setup.failed == "" {
		s.close()
	}
	return a, cmd
}

func (s *machineScreen) inSetup(msg tea.KeyMsg) (action, tea.Cmd) {
	if key.Matches(msg, keyBack) && !s.setup.busy() {
		fromPlan := s.setup.upgrade != ""
		s.close()
		s.left = true
		if fromPlan {
			return several{said(""), goTo{atPlan}}, nil
		}
		return said(""), nil
	}
	a, cmd := s.setup.key(msg)
	return a, cmd
}

func (s *machineScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	switch by, moved := steps(msg, 10, 100); {
	case key.Matches(msg, keyMeasureGPU): // on other screens this key goes to the first row
		return s.beginGPU()
	case moved:
		s.top = max(s.top+by, 0)
		return said(""), nil
	case key.Matches(msg, keyToModels):
		return goTo{atModels}, nil
	case key.Matches(msg, keyMeasure):
		return remeasure{}, nil
	case key.Matches(msg, keyBack) && s.stopGPU != nil:
		s.stopGPU()
		return said("stopping"), nil
	case key.Matches(msg, keyDoctor):
		ctx, doctor := s.ctx, s.House.Machine.Doctor
		return s.doing("looking"), act(func() action {
			return open{&pager{title: "Doctor", lines: cleanText(doctor(ctx))}}
		})
	case key.Matches(msg, keySetup):
		s.asked = true
		return said(""), s.beginSetup()
	}
	return nil, nil
}
