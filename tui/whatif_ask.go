package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
)

// Answers of commands. ask is the number of the question.
type (
	machinesMsg struct {
		ask      int
		machines whatif.Machines
		err      error
	}
	fittingMsg struct {
		ask     int
		answers []whatif.Answer
	}
	// detailsMsg brings what everybody published about an answer.
	detailsMsg struct {
		answer  whatif.Answer
		sources []string
	}
	// askAboutMsg brings the model that was chosen in the dialog.
	askAboutMsg struct {
		model bench.Model
		shape string
	}
)

// choose asks about a model if none was chosen, or if another one was marked in
// Models.
func (s *whatIfScreen) choose() tea.Cmd {
	if all := ofFiles(s.chosen()); len(all) > 0 && all[0].Key() != s.marked {
		s.marked = all[0].Key()
		return s.askAbout(all[0].Model, "")
	}
	if here := ofFiles(s.models); s.model.Name == "" && len(here) > 0 {
		return s.askAbout(here[0].Model, "")
	}
	return nil
}

// ofFiles are the models whose files are here. Too little is known about others
// to predict their speed.
func ofFiles(all []Model) []Model {
	return slices.DeleteFunc(slices.Clone(all), func(m Model) bool { return m.Served != "" })
}

// again asks the same question about the machines, because what this machine
// has measured since then may change what is expected. The list stays until the
// answer comes.
func (s *whatIfScreen) again() tea.Cmd {
	if s.model.Name == "" || s.turned() {
		return nil
	}
	return s.onMachines()
}

// askAbout asks how fast a model is on all machines.
func (s *whatIfScreen) askAbout(m bench.Model, shape string) tea.Cmd {
	s.model, s.shape, s.machine, s.problem = m, shape, "", ""
	s.waiting = true
	s.machines = whatif.Machines{}
	s.fill(whatif.ThisMachine)
	return s.onMachines()
}

// turnBack goes back to the machines as they were: filtered, and at the one that
// was asked about.
func (s *whatIfScreen) turnBack() tea.Cmd {
	at := s.machine
	s.machine, s.problem, s.waiting = "", "", len(s.machines.Answers) == 0
	s.filter.SetValue(s.before)
	s.fill(at)
	return s.onMachines()
}

// onMachines asks how fast the model is on all machines.
func (s *whatIfScreen) onMachines() tea.Cmd {
	s.asked++
	ctx, ask, m, on := s.ctx, s.asked, s.model, s.WhatIf.On
	return to(atWhatIf, func() tea.Msg {
		machines, err := on(ctx, m)
		return machinesMsg{ask, machines, err}
	})
}

// askWhatFits asks what fits a machine.
func (s *whatIfScreen) askWhatFits(machine string) tea.Cmd {
	s.machine, s.problem, s.fitting = machine, "", nil
	s.asked++
	s.waiting = true
	s.fill("")
	ctx, ask, fitting := s.ctx, s.asked, s.WhatIf.Fitting
	return to(atWhatIf, func() tea.Msg { return fittingMsg{ask, fitting(ctx, machine)} })
}

// readDetails reads every published figure of an answer.
func (s *whatIfScreen) readDetails(a whatif.Answer) tea.Cmd {
	ctx, read := s.ctx, s.WhatIf.Sources
	return to(atWhatIf, func() tea.Msg {
		out := detailsMsg{answer: a}
		if read == nil || a.Chip == nil || a.Here {
			return out
		}
		for _, one := range a.Tests() {
			if len(out.sources) > 0 {
				out.sources = append(out.sources, "")
			}
			out.sources = append(out.sources, read(ctx, a.Chip.Name, a.Model, one)...)
		}
		return out
	})
}

// askWhich opens the list of models and shapes.
func (s *whatIfScreen) askWhich() (action, tea.Cmd) {
	var here []Shape
	for _, m := range ofFiles(s.models) {
		here = append(here, Shape{Model: m})
	}
	list, fill := newShapeList(s.desk, shapeQuestion{
		title: "Which model?", about: "The models of this machine, and the shapes of published ones. Fits and expected speed are those of this machine.",
		choose: "ask about it", before: here,
		then: func(shape Shape) tea.Cmd {
			m := shape.Model.Model
			if shape.Name != "" {
				m.Path, m.StandIn = "", false
			}
			return to(atWhatIf, func() tea.Msg { return askAboutMsg{m, shape.Name} })
		},
	})
	return several{said(""), open{list}}, fill
}

// shapeOf gives the name of the shape if the user turns the question back to the
// model of the earlier question.
func (s *whatIfScreen) shapeOf(m bench.Model) string {
	if m.Path == "" && m.Label() == s.model.Label() {
		return s.shape
	}
	return ""
}
