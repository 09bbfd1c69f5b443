package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/widget"
)

// heedMouse turns the mouse on if the user wants it. It turns the mouse off
// during a measurement, because each movement would wake up the viewer.
func (m *root) heedMouse() tea.Cmd {
	switch {
	case !m.mouse:
		return nil
	case m.live:
		return tea.DisableMouse
	}
	return tea.EnableMouseCellMotion
}

// clicked handles the mouse: the wheel works like the arrow keys, and a click
// on a screen's name works like its number. Everything can also be done with a
// key.
func (m *root) clicked(msg tea.MouseMsg) (action, tea.Cmd) {
	switch {
	case m.live:
		return nil, nil
	case msg.Button == tea.MouseButtonWheelUp:
		return m.key(tea.KeyMsg{Type: tea.KeyUp})
	case msg.Button == tea.MouseButtonWheelDown:
		return m.key(tea.KeyMsg{Type: tea.KeyDown})
	case msg.Action != tea.MouseActionPress || msg.Button != tea.MouseButtonLeft || msg.Y != 1:
		return nil, nil
	case len(m.dialogs) > 0 || m.screens[m.at].typing():
		return nil, nil
	}
	texts, gap := m.screenTexts()
	left := 1
	for i, text := range texts {
		right := left + widget.Width(text)
		if msg.X >= left && msg.X < right {
			return goTo{screenNumber(i)}, nil
		}
		left = right + gap
	}
	return nil, nil
}
