package tui

import (
	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/widget"
)

// plainInput removes the colours of an input, because its defaults use another
// renderer. It also stops the cursor from blinking, because each blink would
// wake up the viewer.
func plainInput(in *textinput.Model) {
	in.Prompt = ""
	in.Cursor.SetMode(cursor.CursorStatic)
}

// inputLine draws a text field with a mark as the cursor, so that it can be
// seen without colours and without blinking.
func (d *desk) inputLine(in textinput.Model, width int) string {
	runes := []rune(in.Value())
	at := min(in.Position(), len(runes))
	line := string(runes[:at]) + "_" + string(runes[at:])
	if over := widget.Width(line) - width; over > 0 {
		// People type at the end of the text.
		line = string(runes[min(over, len(runes)):at]) + "_" + string(runes[at:])
	}
	return widget.Left(line, width)
}

// filter is a text that selects lines of a list or a log. While the filter is
// on, it receives the keys.
type filter struct {
	textinput.Model
	on bool
}

func newFilter() filter {
	f := filter{Model: textinput.New()}
	plainInput(&f.Model)
	return f
}

func (f *filter) open() {
	f.on = true
	f.Focus()
}

// filterKeys are the keys of a list while its filter is on.
func filterKeys() []binding {
	return []binding{bind("keep the filter", "enter"), bind("clear it", "esc")}
}

// key handles a key while the filter is on: enter keeps the text, escape clears
// it. typed tells that the text may have changed.
func (f *filter) key(msg tea.KeyMsg) (typed bool) {
	switch {
	case key.Matches(msg, keyEnter):
		f.on = false
	case key.Matches(msg, keyBack):
		f.on = false
		f.SetValue("")
	default:
		f.Model, _ = f.Update(msg)
		return true
	}
	return false
}
