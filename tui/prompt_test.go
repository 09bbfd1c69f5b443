package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// TestALongHelpLeavesRoomForTheField: in the smallest window the field used to be
// below the last line of the dialog.
func TestALongHelpLeavesRoomForTheField(t *testing.T) {
	m, _ := started(t, func(*House) {})
	m.Update(tea.WindowSizeMsg{Width: 40, Height: 12})
	m.do(open{newPrompt("Title", strings.Repeat("many words ", 60), "", func(string) (action, tea.Cmd) { return nil, nil })})
	m.Update(keyMsg("x"))
	if view := m.View(); !strings.Contains(view, "│ x") || !strings.Contains(view, "many words") {
		t.Errorf("%s", view)
	}
}
