package tui

import (
	"cmp"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// seekNextModel looks for the session that was asked for together with the one
// that has ended, and that is measured next.
func (m *root) seekNextModel() tea.Cmd {
	of, name, behind := m.session, m.name, m.Sessions.Behind
	return func() tea.Msg {
		for _, next := range behind(name) {
			return nextModelMsg{of, next}
		}
		return nextModelMsg{of, ""}
	}
}

// nextModel shows the session of the next model in Live. If there is none, it
// shows the results. If the user has left Live meanwhile, nothing changes.
func (m *root) nextModel(msg nextModelMsg) action {
	switch {
	case m.session != msg.of || m.feed != nil || m.at != atLive:
		return nil
	case msg.next == "":
		return m.afterEnd()
	}
	how := cmp.Or(map[bench.Outcome]string{bench.OutcomeStopped: "was stopped", bench.OutcomeFailed: "has failed"}[m.session.Outcome], "is done")
	return several{watch{msg.next}, said(m.session.Plan.Chain.String() + " " + how + "; History (7) has its results")}
}

// afterEnd shows the results of a session that was not stopped.
func (m *root) afterEnd() action {
	if m.session.Outcome == bench.OutcomeStopped {
		return nil
	}
	return goTo{atResults}
}
