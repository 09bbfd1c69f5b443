package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/widget"
)

// heedMouse turns the mouse on if the person wants it, and off while something
// is measured: each movement of it would wake the viewer up.
func (m *root) heedMouse() tea.Cmd {
	switch {
	case !m.mouse:
		return nil
	case m.live:
		return tea.DisableMouse
	}
	return tea.EnableMouseCellMotion
}

// clicked handles the mouse: the wheel works like the arrow keys, and a click on
// a screen's name like its number. Everything also has a key.
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
	texts, gap := m.placeTexts()
	left := 1
	for i, text := range texts {
		right := left + widget.Width(text)
		if msg.X >= left && msg.X < right {
			return goTo{place(i)}, nil
		}
		left = right + gap
	}
	return nil, nil
}
