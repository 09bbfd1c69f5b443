package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// key takes the keys that mean the same everywhere and hands on the rest.
func (m *root) key(msg tea.KeyMsg) tea.Cmd {
	if key.Matches(msg, keyQuitNow) {
		return m.do(quit{})
	}
	if n := len(m.dialogs); n > 0 {
		a, cmd := m.dialogs[n-1].update(msg)
		return tea.Batch(cmd, m.do(a))
	}
	s := m.screens[m.at]
	if !s.typing() && !msg.Paste {
		if a := m.globalKey(msg, s); a != nil {
			return m.do(a)
		}
		if key.Matches(msg, keySuspend) {
			return tea.Suspend
		}
	}
	a, cmd := s.update(msg)
	if a == nil && cmd == nil && !s.typing() {
		a = m.backKey(msg)
	}
	return tea.Batch(cmd, m.do(a))
}

// globalKey: the number keys, tab, help and copying.
func (m *root) globalKey(msg tea.KeyMsg, s screen) action {
	switch k := msg.String(); {
	case m.at == atPlan && startsValue(msg) && m.screens[atPlan].(*planScreen).field().isText():
		return nil // a value, not the number of a screen
	case len(k) == 1 && k[0] >= '1' && int(k[0]-'1') < int(places):
		return goTo{place(k[0] - '1')}
	case key.Matches(msg, keyHelp):
		return open{m.help()}
	case key.Matches(msg, keyNext):
		return goTo{(m.at + 1) % places}
	case key.Matches(msg, keyBefore):
		return goTo{(m.at + places - 1) % places}
	case key.Matches(msg, keyCopy) && s.command() != "":
		return copyText{s.command()}
	}
	return nil
}

// backKey: what the screen did not want goes back, and from the first screen
// out.
func (m *root) backKey(msg tea.KeyMsg) action {
	switch {
	case key.Matches(msg, keyQuit):
		return quit{}
	case key.Matches(msg, keyBack) && m.at != atMachine:
		return goTo{atMachine}
	}
	return nil
}
