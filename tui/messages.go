package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// Messages. Those that answer something that can be asked again carry the
// number of the question; older answers are dropped.
type (
	describedMsg struct{ machine bench.Machine }
	bandwidthMsg struct {
		seen, best bench.Bandwidth
		err        error
	}
	findingsMsg struct{ findings []Finding }
	buildsMsg   struct {
		ask      int
		builds   []bench.EngineBuild
		problems []string
	}
	// feedMsg is news of a session.
	feedMsg struct {
		feed  Feed
		name  string
		batch Batch
		err   error
	}
	// openedMsg is a session of the history, read whole, and the names of
	// those that shall stand beside it.
	openedMsg struct {
		name    string
		session *bench.Session
		beside  []string
		err     error
	}
	// forScreenMsg is for one screen, whichever is shown.
	forScreenMsg struct {
		place
		msg tea.Msg
	}
	// actMsg brings an action from a command.
	actMsg struct{ action }
	// beatMsg comes once a second while something moves.
	beatMsg struct{ n int }
	// relistMsg says that it is time to look for models again.
	relistMsg struct{ ask int }
	// freshMsg says that something arrived that is to be seen at once.
	freshMsg struct{}
	// quietMsg ends a notice.
	quietMsg struct{ n int }
	// streamMsg is some of what a stream gave, and how to get more.
	streamMsg[T any] struct {
		ask   int
		items []T
		ended bool
		tail  []string // what the producer said at its end
		next  tea.Cmd
	}
)

// to sends what a command answers to one screen. Without it an answer goes to
// the screen that is shown when it comes, which may be another one by then.
// The command must not be a batch.
func to(p place, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		if msg := cmd(); msg != nil {
			return forScreenMsg{p, msg}
		}
		return nil
	}
}

// act makes a command that does something and answers with an action.
func act(do func() action) tea.Cmd {
	return func() tea.Msg { return actMsg{do()} }
}
