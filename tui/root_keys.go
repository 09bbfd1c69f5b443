package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// key gives a key to the dialog on top, or to the screen if there is no dialog.
// If the screen does not use the key, the key has its usual meaning.
func (m *root) key(msg tea.KeyMsg) (action, tea.Cmd) {
	if key.Matches(msg, keyQuitNow) {
		return quit{}, nil
	}
	if n := len(m.dialogs); n > 0 {
		return m.dialogs[n-1].update(msg)
	}
	s := m.screens[m.at]
	if a, cmd := s.update(msg); a != nil || cmd != nil {
		return a, cmd
	}
	if s.typing() || msg.Paste {
		return nil, nil
	}
	if key.Matches(msg, keySuspend) {
		return nil, tea.Suspend
	}
	return m.keyEverywhere(msg), nil
}

// keyEverywhere handles the keys with the same meaning on every screen: numbers,
// tab, help, copy, back and quit.
func (m *root) keyEverywhere(msg tea.KeyMsg) action {
	command := m.screens[m.at].command()
	switch k := msg.String(); {
	case len(k) == 1 && k[0] >= '1' && int(k[0]-'1') < int(screenCount):
		return goTo{screenNumber(k[0] - '1')}
	case key.Matches(msg, keyHelp):
		return open{m.help()}
	case key.Matches(msg, keyNext):
		return goTo{(m.at + 1) % screenCount}
	case key.Matches(msg, keyBefore):
		return goTo{(m.at + screenCount - 1) % screenCount}
	case key.Matches(msg, keyCopy) && command != "":
		return copyText{command}
	case key.Matches(msg, keyQuit):
		return quit{}
	case key.Matches(msg, keyBack) && m.at != atMachine:
		return goTo{atMachine}
	}
	return nil
}
