package tui

import (
	"reflect"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

type (
	// serversMsg brings the servers that were found. ok is false if they were not
	// looked for, because something is being measured.
	serversMsg struct {
		ask     int
		servers []Server
		ok      bool
	}
	// serverMsg brings what a server said that was asked alone.
	serverMsg struct{ server Server }
	// askServer asks a server for its models, and whether it has a copy of the
	// marked ones.
	askServer struct{ server Server }
	// seekServers looks for servers again at once.
	seekServers struct{}
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

// learnServers keeps the servers that were found. If they are others than before,
// or have other models, it lists the models again.
func (m *root) learnServers(msg serversMsg) tea.Cmd {
	if msg.ask != m.serverAsk || !msg.ok {
		return nil
	}
	if reflect.DeepEqual(m.servers, msg.servers) {
		return nil
	}
	m.servers = msg.servers
	return m.nameServers()
}

// nameServers names the builds again, and lists the models again.
func (m *root) nameServers() tea.Cmd {
	m.buildNames = buildNames(m.engineBuilds(), m.Dot)
	return m.expectAgain()
}

// ask asks one server for its models.
func (m *root) ask(a askServer) tea.Cmd {
	if m.Engines.AskServer == nil || m.live {
		return nil
	}
	chosen, ask := m.chosen(), m.Engines.AskServer
	return func() tea.Msg { return serverMsg{ask(m.ctx, a.server.Build, chosen)} }
}

// learnServer keeps what a server said.
func (m *root) learnServer(msg serverMsg) tea.Cmd {
	at := slices.IndexFunc(m.servers, func(s Server) bool { return s.Build.ID == msg.server.Build.ID })
	if at < 0 {
		return nil
	}
	m.servers = slices.Clone(m.servers)
	m.servers[at] = msg.server
	return m.nameServers()
}
