package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// askFolder asks for another folder to search for models.
func (d *desk) askFolder() dialog {
	add := d.Models.AddFolder
	return newPrompt("Add a folder", "A folder with models. dragstrip will look there from now on, too.", "", func(path string) (action, tea.Cmd) {
		return nil, act(func() action {
			if err := add(path); err != nil {
				return bad(bench.Clean(err.Error()))
			}
			return several{good("added " + bench.Clean(path)), rescan{}}
		})
	})
}
