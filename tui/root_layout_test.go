package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/widget"
)

// TestANoticeLeavesNoHeadingAlone: the heading of what a notice covered used to
// stand above the notice, as if there were nothing below it.
func TestANoticeLeavesNoHeadingAlone(t *testing.T) {
	m, _ := started(t, func(*House) {})
	m.Update(tea.WindowSizeMsg{Width: 60, Height: 20})
	for _, c := range []struct{ body, want string }{
		{" text|| First command|   llama-bench -p 512", " text||| told"},
		{" text|| First command|   llama-bench|   -p 512", " text|| First command|   llama-bench| told"},
		{"▌ preset|  prompt", "▌ preset| told"},
		{" ▲ busy: other|   programs", " ▲ busy: other| told"},
		{" One line|", " One line| told"},
	} {
		body := widget.Block(strings.Split(c.body, "|"))
		m.notice.text = "told"
		m.putNotice(body)
		for i := range body {
			body[i] = strings.TrimRight(body[i], " ")
		}
		if got := m.Plainly(strings.Join(body, "|")); got != c.want {
			t.Errorf("%q became %q", c.body, got)
		}
	}
}
