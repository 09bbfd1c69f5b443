package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// startedMsg says that a session began, or why it did not begin. If only some of
// several began, it has both.
type startedMsg struct {
	name string
	err  error
}

// start begins the session. If the search for engines continues, the session
// begins as soon as engines are found.
func (s *planScreen) start() (action, tea.Cmd) {
	if len(s.chosen()) > 0 && s.seeking() {
		s.awaiting = true
		return said(""), nil
	}
	if s.problem != "" || s.plan == nil {
		return bad(s.problem), nil
	}
	return s.launch([]*bench.Plan{s.plan})
}

// launch begins a session for each plan, in their order. One machine measures one
// thing at a time, so each session waits for the one before.
func (s *planScreen) launch(plans []*bench.Plan) (action, tea.Cmd) {
	if s.starting {
		return nil, nil
	}
	s.starting = true
	start := s.Sessions.Start
	return s.doing("starting"), to(atPlan, func() tea.Msg {
		names, err := bench.StartChain(plans, start)
		first := ""
		if len(names) > 0 {
			first = names[0]
		}
		return startedMsg{first, err}
	})
}

// lackingForSearch says why no search can be asked for; "" if one can.
func (s *planScreen) lackingForSearch() string {
	if lacking := s.lacking(); lacking != "" {
		return lacking
	}
	if len(s.choice().Builds) == 0 {
		return "no engine build is ticked"
	}
	return s.stillAsking()
}

// findBest opens the form for a search for the best configuration.
func (s *planScreen) findBest() (action, tea.Cmd) {
	if why := s.lackingForSearch(); why != "" {
		return said(why), nil
	}
	form, cmd := newBestForm(s.desk, s.choice(), s.launch)
	return open{form}, cmd
}

// engines uses the builds that were found, and starts the session that waited
// for them.
func (s *planScreen) engines() (action, tea.Cmd) {
	s.tickBest()
	s.make()
	if !s.awaiting || s.seeking() {
		return nil, nil
	}
	s.awaiting = false
	if s.problem != "" {
		return bad("not started: " + s.problem), nil
	}
	return s.start()
}

// started follows the session that began, or says why it did not begin. After
// that, the start key works again.
func (s *planScreen) started(msg startedMsg) action {
	s.starting = false
	switch {
	case msg.err != nil && msg.name != "":
		return several{watch{msg.name}, bad(bench.Clean(msg.err.Error()))}
	case msg.err != nil:
		return bad("not started: " + bench.Clean(msg.err.Error()))
	}
	return watch{msg.name}
}

// addToLive appends the jobs to the session that is being measured.
func (s *planScreen) addToLive() (action, tea.Cmd) {
	if s.plan == nil {
		return bad(s.problem), nil
	}
	// The builds of a plan were found by a search of this machine.
	controls := s.session.AddControls(s.plan.Jobs, func(bench.EngineBuild) bool { return true })
	name, ask := s.name, s.Sessions.Ask
	return goTo{atLive}, act(func() action {
		for _, c := range controls {
			if err := ask(name, c); err != nil {
				return bad(bench.Clean(err.Error()))
			}
		}
		return good(countOf(len(controls), "job") + " added")
	})
}
