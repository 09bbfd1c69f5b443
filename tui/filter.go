package tui

import (
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
)

// filter is the text that narrows a list or a log down. While it is on, it has
// the keyboard.
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

// key takes a key while the filter is on: enter keeps the text, escape clears
// it. It says whether the text was typed in, which begins a list anew.
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
