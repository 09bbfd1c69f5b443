package tui

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
)

// enter asks about the first marked model, if another model was the first one
// last time. Otherwise it repeats the last question.
func (s *whatIfScreen) enter() tea.Cmd {
	if cmd := s.choose(); cmd != nil {
		return cmd
	}
	return s.again()
}

func (s *whatIfScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case streamMsg[Model]:
		return nil, s.choose()
	case machinesMsg:
		if msg.ask == s.asked {
			s.takeMachines(msg)
		}
	case fittingMsg:
		if msg.ask == s.asked {
			s.waiting, s.fitting = false, msg.answers
			s.fill(s.model.Label())
		}
	case detailsMsg:
		return open{s.details(msg)}, nil
	case askAboutMsg:
		return nil, s.askAbout(msg.model, msg.shape)
	case tea.KeyMsg:
		if s.filter.on {
			s.filter.key(msg)
			s.fill("")
			return said(""), nil
		}
		return s.key(msg)
	}
	return nil, nil
}

func (s *whatIfScreen) takeMachines(msg machinesMsg) {
	to := "" // the cursor stays on its row
	if s.waiting && slices.ContainsFunc(msg.machines.Answers, func(a whatif.Answer) bool { return a.Here && a.TPS() > 0 }) {
		to = whatif.ThisMachine // so that it is among slower and faster machines
	}
	s.waiting, s.machines, s.problem = false, msg.machines, ""
	if msg.err != nil {
		s.problem = bench.Clean(msg.err.Error())
	}
	s.fill(to)
}

func (s *whatIfScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	if by, ok := steps(msg, max(s.height-14, 1), len(s.table.Rows)); ok {
		s.table.Move(by)
		return said(""), nil
	}
	switch {
	case key.Matches(msg, keyModel):
		return s.askWhich()
	case key.Matches(msg, keyFilter) && len(s.answers()) > 0:
		s.filter.open()
	case key.Matches(msg, keyBack) && s.filter.Value() != "":
		s.filter.SetValue("")
		s.fill("")
	case key.Matches(msg, keyBack) && s.turned():
		return said(""), s.turnBack()
	case key.Matches(msg, keySort):
		orders := s.orders()
		s.order = orders[(s.orderAt()+1)%len(orders)].Name
		s.fill("")
	default:
		if a, ok := s.selected(); ok {
			return s.keyOf(a, msg)
		}
		return nil, nil
	}
	return said(""), nil
}

// keyOf applies a key to the selected answer.
func (s *whatIfScreen) keyOf(a whatif.Answer, msg tea.KeyMsg) (action, tea.Cmd) {
	switch {
	case key.Matches(msg, keyFacts):
		return said(""), s.readDetails(a)
	case key.Matches(msg, keyTurnRound) && s.turned():
		return said(""), s.askAbout(a.Model, s.shapeOf(a.Model))
	case key.Matches(msg, keyTurnRound):
		s.before = s.filter.Value()
		s.filter.SetValue("")
		return said(""), s.askWhatFits(a.Machine)
	case s.turned():
		return nil, nil
	case key.Matches(msg, keyMark) && a.Here:
		return said("This row is your own machine. Mark other machines: their results are put beside your own."), nil
	case key.Matches(msg, keyMark):
		if s.marks[a.Machine] = !s.marks[a.Machine]; !s.marks[a.Machine] {
			delete(s.marks, a.Machine)
		}
		s.fill("")
		s.table.Move(1)
		return said(""), nil
	case key.Matches(msg, keyAddChips):
		chips := s.markedChips()
		if len(chips) == 0 && !a.Here {
			chips = []string{a.Machine}
		}
		if len(chips) == 0 {
			return said("Mark other machines first; space marks the selected one."), nil
		}
		return addChips{chips}, nil
	}
	return nil, nil
}
