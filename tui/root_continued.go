package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"
)

// awaitMore waits until somebody else measures the rest of the session that is
// shown. Nobody can measure more of a session that is complete.
func (m *root) awaitMore() tea.Cmd {
	if m.Sessions.Continued == nil || m.feed != nil || m.session == nil || !m.session.CanGoOn(true) {
		return nil
	}
	ctx, stop := context.WithCancel(m.ctx)
	m.stopAwait = stop
	of, name, continued := m.session, m.name, m.Sessions.Continued
	return func() tea.Msg {
		if continued(ctx, name) {
			return continuedMsg{of}
		}
		return nil
	}
}

// endAwait ends the wait of awaitMore.
func (m *root) endAwait() {
	if m.stopAwait != nil {
		m.stopAwait()
		m.stopAwait = nil
	}
}
