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
	// enter is called when the screen comes to be shown.
	enter() tea.Cmd
	// update takes a message. A key that it answers with neither an action nor
	// a command is not its own: the root takes it for what it means
	// everywhere.
	update(msg tea.Msg) (action, tea.Cmd)
	// view draws exactly width × height cells.
	view(width, height int) widget.Block
	// keys lists the bindings, the most useful first. Those that are not
	// enabled are not shown; their help says why where it matters.
	keys() []key.Binding
	// command is the command line of what is selected, or "".
	command() string
	// typing tells that every key is text now, also those that mean the same
	// everywhere.
	typing() bool
}

// action is what a screen or dialog wants of the root. The kinds stand in
// actions.go.
type action any

// dialog lies over a screen and has the keyboard until it is closed.
type dialog interface {
	update(msg tea.Msg) (action, tea.Cmd)
	// view draws at most width × height cells.
	view(d *desk, width, height int) widget.Block
	keys() []key.Binding
}
