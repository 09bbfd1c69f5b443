package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// start begins the session.
func (s *planScreen) start() (action, tea.Cmd) {
	if s.problem != "" || s.plan == nil {
		return bad(s.problem), nil
	}
	if s.starting {
		return nil, nil
	}
	s.starting = true
	plan, begin := s.plan, s.Sessions.Start
	return said("starting" + s.More), act(func() action {
		name, err := begin(plan)
		if err != nil {
			return several{notStarted{}, bad("not started: " + bench.Clean(err.Error()))}
		}
		return several{notStarted{}, watch{name}}
	})
}

// notStarted lets the key start work again.
type notStarted struct{}

// addToLive appends the jobs to the session that is being measured.
func (s *planScreen) addToLive() (action, tea.Cmd) {
	if s.plan == nil {
		return bad(s.problem), nil
	}
	plan, name, ask, taken := s.plan, s.name, s.Sessions.Ask, len(s.session.Jobs)
	return goTo{atLive}, act(func() action {
		for i := range plan.Jobs {
			job := plan.Jobs[i]
			job.ID = "a" + countOf(taken+i+1, "")
			if err := ask(name, bench.Control{Verb: bench.ControlAdd, Add: &job}); err != nil {
				return bad(bench.Clean(err.Error()))
			}
		}
		return good(countOf(len(plan.Jobs), "job") + " added")
	})
}
