package tui

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// prompt asks for a line of text.
type prompt struct {
	title, help string
	input       textinput.Model
	wrong       string
	// check says what is wrong with the text. It gives nil if nothing is wrong. It
	// must answer at once.
	check func(string) error
	// done is called with the text.
	done func(string) (action, tea.Cmd)
}

// newPrompt asks for a text. value is the text at the start.
func newPrompt(title, help, value string, done func(string) (action, tea.Cmd)) *prompt {
	in := textinput.New()
	plainInput(&in)
	in.CharLimit = 4096
	in.SetValue(value)
	in.CursorEnd()
	in.Focus()
	return &prompt{title: title, help: help, input: in, done: done}
}

func (p *prompt) update(msg tea.Msg) (action, tea.Cmd) {
	if k, ok := msg.(tea.KeyMsg); ok {
		switch {
		case key.Matches(k, keyBack):
			return closeDialog{}, nil
		case key.Matches(k, keyEnter):
			if p.check != nil {
				if err := p.check(p.input.Value()); err != nil {
					p.wrong = err.Error()
					return nil, nil
				}
			}
			act, cmd := p.done(p.input.Value())
			return several{closeDialog{}, act}, cmd
		}
	}
	var cmd tea.Cmd
	p.input, cmd = p.input.Update(msg)
	p.wrong = ""
	return nil, cmd
}

func (p *prompt) view(d *desk, width, height int) widget.Block {
	w := min(width, 72)
	inside, _ := widget.PaneInside(w, height)
	p.input.Width = max(inside-2, 1)
	field := []string{"", d.inputLine(p.input, inside)}
	if p.wrong != "" {
		for _, line := range linebreak.Lines(p.wrong, inside) {
			field = append(field, d.Paint(theme.Bad, line))
		}
	}
	help := linebreak.Lines(p.help, inside)
	if room := max(height-2-len(field), 0); len(help) > room { // the field must be seen
		help = help[:room]
		if room > 0 {
			help[room-1] = widget.Cut(help[room-1]+d.More, inside, d.More)
		}
	}
	lines := slices.Concat(help, field)
	return widget.Pane(d.Theme, p.title, true, lines, w, min(len(lines)+2, height))
}

func (p *prompt) keys() []key.Binding { return []key.Binding{bind("accept", "enter"), keyBack} }
