package tui

import (
	"errors"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// askFile asks for the path of a report or session that was measured elsewhere.
// begin is what was typed of the path already.
func askFile(title, begin string, then func(path string) (action, tea.Cmd)) dialog {
	p := newPrompt(title, "The path of a report that dragstrip wrote (markdown or JSON), or of a session's folder.", begin, func(path string) (action, tea.Cmd) {
		path = strings.TrimSpace(path)
		if begin == "/" { // the key that opened the field is the first sign of the path; people type it again
			path = "/" + strings.TrimLeft(path, "/")
		}
		return then(path)
	})
	p.check = func(path string) error {
		if strings.TrimSpace(path) == "" {
			return errors.New("type a path, or press esc")
		}
		return nil
	}
	return p
}
