package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// enter looks for models again, because files may be new since the last time.
func (s *modelsScreen) enter() tea.Cmd {
	s.fill()
	return act(func() action { return relist{} })
}

func (s *modelsScreen) update(msg tea.Msg) (action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if s.filter.on {
			return s.typeFilter(msg)
		}
		return s.key(msg)
	case streamMsg[Model], freshMsg:
		s.fill()
	case streamMsg[[2]int64]:
		return s.wrote(msg)
	}
	return nil, nil
}

func (s *modelsScreen) typeFilter(msg tea.KeyMsg) (action, tea.Cmd) {
	if s.filter.key(msg) {
		s.best = true
	}
	s.fill()
	return said(""), nil
}

func (s *modelsScreen) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if msg.Paste {
		return nil, nil
	}
	if by, ok := steps(msg, max(s.height-14, 1), len(s.table.Rows)); ok {
		s.table.Move(by)
		return said(""), nil
	}
	switch {
	case key.Matches(msg, keyFilter):
		s.filter.open()
	case key.Matches(msg, keySort):
		if s.filter.Value() == "" || !s.best {
			s.sortBy, s.turned = (s.sortBy+1)%len(modelColumns), false
		}
		s.best = false
		s.fill()
	case key.Matches(msg, keyTurn):
		s.turned, s.best = !s.turned, false
		s.fill()
	case key.Matches(msg, keyAddFolder):
		return open{s.askFolder()}, nil
	case key.Matches(msg, keyStandIn) && s.writing == nil:
		return s.askShape()
	case key.Matches(msg, keyLeftOut) && len(s.modelProblems) > 0:
		return open{&pager{title: "Left out", lines: cleanAll(s.modelProblems)}}, nil
	case key.Matches(msg, keyBack) && s.writing != nil:
		s.writing.stop()
		return said("stopping; what is written stays, and the next try resumes there"), nil
	case key.Matches(msg, keyBack) && s.filter.Value() != "":
		s.filter.SetValue("")
		s.fill()
	default:
		if m, chosen := s.selected(); chosen {
			return s.keyOf(m, msg), nil
		}
		return nil, nil
	}
	return said(""), nil
}

// keyOf applies a key to the selected model.
func (s *modelsScreen) keyOf(m Model, msg tea.KeyMsg) action {
	refused := bench.Clean(s.refused(m))
	switch {
	case key.Matches(msg, keyMarkBoth):
		return s.markBoth(m)
	case key.Matches(msg, keyDetails):
		return open{&pager{title: bench.Clean(m.Label()), lines: s.facts(m)}}
	case key.Matches(msg, keyMark) && refused != "":
		return bad(refused)
	case key.Matches(msg, keyMark):
		s.table.Move(1)
		return several{mark{[]string{m.Key()}, !s.marked[m.Key()]}, said("")}
	case key.Matches(msg, keyPlan) && len(s.chosen()) > 0:
		return goTo{atPlan}
	case key.Matches(msg, keyPlan) && refused != "":
		return bad(refused)
	case key.Matches(msg, keyPlan):
		return several{mark{[]string{m.Key()}, true}, goTo{atPlan}}
	}
	return nil
}
