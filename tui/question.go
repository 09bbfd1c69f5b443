package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// question asks before something is lost, or offers several answers.
type question struct {
	title   string
	text    string
	about   string // the session that is offered; "" for all other questions
	answers []answer
}

type answer struct {
	key, text string
	then      action
	cmd       tea.Cmd
}

func (q *question) update(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyMsg)
	if !ok || k.Paste {
		return nil, nil
	}
	for _, a := range q.answers {
		if k.String() == a.key {
			return several{closeDialog{}, a.then}, a.cmd
		}
	}
	if key.Matches(k, keyBack) {
		return closeDialog{}, nil
	}
	return nil, nil
}

func (q *question) view(d *desk, width, height int) widget.Block {
	w := min(width, 64)
	inside, _ := widget.PaneInside(w, height)
	lines := linebreak.Lines(q.text, inside)
	lines = append(lines, "")
	for _, a := range q.answers {
		lines = append(lines, d.Paint(theme.Accent, a.key)+"  "+a.text)
	}
	lines = append(lines, d.Paint(theme.Accent, "esc")+"  cancel")
	return widget.Pane(d.Theme, q.title, true, lines, w, min(len(lines)+2, height))
}

func (q *question) keys() []key.Binding {
	var out []key.Binding
	for _, a := range q.answers {
		out = append(out, bind(a.text, a.key))
	}
	return append(out, keyBack)
}
