package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// serversRest is how long the servers that were found are not looked for again.
const serversRest = 10 * time.Second

// findServers looks for servers, after the builds were found. A server may answer
// slowly, so nothing waits for that.
func (m *root) findServers() tea.Cmd {
	if m.Engines.Servers == nil || m.live || !m.buildsKnown {
		return nil
	}
	m.serverAsk++
	m.serversAt = m.Now()
	ask, builds, find := m.serverAsk, m.builds, m.Engines.Servers
	return func() tea.Msg {
		servers, ok := find(m.ctx, builds)
		return serversMsg{ask, servers, ok}
	}
}

// lookForServers looks for servers again when a screen is opened that shows them,
// because the user may just have started one.
func (m *root) lookForServers() tea.Cmd {
	if m.at != atModels && m.at != atPlan || m.Now().Sub(m.serversAt) < serversRest {
		return nil
	}
	return m.findServers()
}

// ask asks one server for its models.
func (m *root) ask(a askServer) tea.Cmd {
	if m.Engines.AskServer == nil || m.live {
		return nil
	}
	chosen, ask := m.chosen(), m.Engines.AskServer
	return func() tea.Msg { return serverMsg{ask(a.of.ctx, a.server.Build, chosen), a.of} }
}
