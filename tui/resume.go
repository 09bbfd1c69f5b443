package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// resumeSession goes on with a session whose bench process is gone.
func resumeSession(d *desk, name string) tea.Cmd {
	resume := d.Sessions.Resume
	return act(func() action {
		if err := resume(name); err != nil {
			return bad(bench.Clean(err.Error()))
		}
		return watch{name}
	})
}
