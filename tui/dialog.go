package tui

import (
	"fmt"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// dialog lies over a screen and has the keyboard until it is closed.
type dialog interface {
	update(msg tea.Msg) (action, tea.Cmd)
	// view draws at most width × height cells.
	view(d *desk, width, height int) widget.Block
	keys() []key.Binding
}

// question asks before something is lost, or lets one of several be chosen.
type question struct {
	title   string
	text    string
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
	lines := widget.Wrap(q.text, inside)
	lines = append(lines, "")
	for _, a := range q.answers {
		lines = append(lines, d.Paint(theme.Accent, a.key)+"  "+a.text)
	}
	lines = append(lines, d.Paint(theme.Accent, "esc")+"  leave it as it is")
	return widget.Pane(d.Theme, q.title, true, lines, w, min(len(lines)+2, height))
}

func (q *question) keys() []key.Binding {
	var out []key.Binding
	for _, a := range q.answers {
		out = append(out, bind(a.text, a.key))
	}
	return append(out, keyBack)
}

// prompt asks for a line of text.
type prompt struct {
	title, help string
	input       textinput.Model
	wrong       string
	// check says what is wrong with the text, or nil; it must not wait.
	check func(string) error
	// done is called with the text.
	done func(string) (action, tea.Cmd)
}

// newPrompt asks for text that begins as value.
func newPrompt(d *desk, title, help, value string, done func(string) (action, tea.Cmd)) *prompt {
	in := textinput.New()
	plainInput(&in)
	in.CharLimit = 4096
	in.SetValue(value)
	in.CursorEnd()
	in.Focus()
	return &prompt{title: title, help: help, input: in, done: done}
}

// plainInput takes the colours from an input: its defaults use a renderer of
// their own. Its cursor does not blink: it would wake the machine up.
func plainInput(in *textinput.Model) {
	in.Prompt = ""
	in.Cursor.SetMode(cursor.CursorStatic)
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
	lines := append(widget.Wrap(p.help, inside), "", d.inputLine(p.input, inside))
	if p.wrong != "" {
		for _, line := range widget.Wrap(p.wrong, inside) {
			lines = append(lines, d.Paint(theme.Bad, line))
		}
	}
	return widget.Pane(d.Theme, p.title, true, lines, w, min(len(lines)+2, height))
}

func (p *prompt) keys() []key.Binding { return []key.Binding{bind("take", "enter"), keyBack} }

// inputLine draws a text field with the cursor as a mark of its own, so that
// it is seen without colours and without a blinking cursor.
func (d *desk) inputLine(in textinput.Model, width int) string {
	runes := []rune(in.Value())
	at := min(in.Position(), len(runes))
	line := string(runes[:at]) + "_" + string(runes[at:])
	if over := widget.Width(line) - width; over > 0 {
		// The end is where people type.
		line = string(runes[min(over, len(runes)):at]) + "_" + string(runes[at:])
	}
	return widget.Left(line, width)
}

// pager shows lines that may be more than the screen has.
type pager struct {
	title string
	lines []string
	top   int
	room  int
	all   int // lines as they were wrapped
}

func (p *pager) update(msg tea.Msg) (action, tea.Cmd) {
	k, ok := msg.(tea.KeyMsg)
	if !ok || k.Paste {
		return nil, nil
	}
	if by, ok := steps(k, p.room, max(p.all, len(p.lines))); ok {
		p.top = min(max(p.top+by, 0), max(max(p.all, len(p.lines))-p.room, 0))
		return nil, nil
	}
	if key.Matches(k, keyBack, keyQuit, keyEnter, keyHelp) {
		return closeDialog{}, nil
	}
	return nil, nil
}

func (p *pager) view(d *desk, width, height int) widget.Block {
	w := min(width, 100)
	inside, _ := widget.PaneInside(w, height)
	var wrapped []string
	for _, line := range p.lines {
		wrapped = append(wrapped, widget.Wrap(line, inside)...)
	}
	p.all = len(wrapped)
	h := min(len(wrapped)+2, height)
	p.room = max(h-2, 1)
	p.top = min(p.top, max(len(wrapped)-p.room, 0))
	return widget.Pane(d.Theme, p.title+d.position(p.top, p.room, len(wrapped)), true, wrapped[p.top:], w, h)
}

// position says which lines of how many are seen, where not all are.
func (d *desk) position(top, room, all int) string {
	if room >= all {
		return ""
	}
	return fmt.Sprintf(" %s %d–%d of %d", d.Dot, top+1, min(top+room, all), all)
}

func (p *pager) keys() []key.Binding {
	if p.room > 0 && p.all <= p.room {
		return []key.Binding{keyBack}
	}
	return []key.Binding{keyBack, keyScroll}
}
