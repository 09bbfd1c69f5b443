package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/widget"
)

// place is a screen's number, as it stands on the second line.
type place int

const (
	atMachine place = iota
	atModels
	atPlan
	atLive
	atResults
	atHistory
	places
)

var placeNames = [places]string{"Machine", "Models", "Plan", "Live", "Results", "History"}

// screen is one of the places. Its methods are called from update and view
// alone, so it needs no locks.
type screen interface {
	// enter is called when the screen is opened.
	enter() tea.Cmd
	// update takes a message. If it answers a key with neither an action nor a
	// command, the root gives the key its usual meaning.
	update(msg tea.Msg) (action, tea.Cmd)
	// view draws exactly width × height cells.
	view(width, height int) widget.Block
	// keys lists the bindings, the most useful first. A disabled one is not
	// shown; help says why it is disabled.
	keys() []key.Binding
	// command is the command line of what is selected, or "".
	command() string
	// typing tells that every key is text now, the global ones included.
	typing() bool
}

// action is what a screen or dialog wants of the root. The kinds stand in
// actions.go.
type action any

// dialog is drawn over a screen and gets all keys until it is closed.
type dialog interface {
	update(msg tea.Msg) (action, tea.Cmd)
	// view draws at most width × height cells.
	view(d *desk, width, height int) widget.Block
	keys() []key.Binding
}
