package tui

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/widget"
)

// screenNumber is a screen's number, as it is shown on the second line.
type screenNumber int

const (
	atMachine screenNumber = iota
	atModels
	atPlan
	atLive
	atResults
	atWhatIf
	atHistory
	screenCount
)

var screenNames = [screenCount]string{"Machine", "Models", "Plan", "Live", "Results", "What if", "History"}

// historyKey is the key of the screen History.
const historyKey = "7"

// screen is one of the screens. Its methods are only called from update and
// view, so it needs no locks.
type screen interface {
	// enter is called when the screen is opened.
	enter() tea.Cmd
	// update handles a message. If it answers a key with no action and no
	// command, the root gives the key its usual meaning.
	update(msg tea.Msg) (action, tea.Cmd)
	// view draws exactly width × height cells.
	view(width, height int) widget.Block
	// keys lists the bindings, the most useful first. A disabled binding is not
	// shown. The help says why it is disabled.
	keys() []key.Binding
	// command gives the command line for what is selected, or "".
	command() string
	// typing tells whether every key is text now, including the global keys.
	typing() bool
}

// action is what a screen or dialog asks the root to do. actions.go lists the
// kinds.
type action any

// dialog is drawn over a screen and receives all keys until it is closed.
type dialog interface {
	update(msg tea.Msg) (action, tea.Cmd)
	// view draws at most width × height cells.
	view(d *desk, width, height int) widget.Block
	keys() []key.Binding
}
