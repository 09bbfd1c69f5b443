package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// Messages. Some questions are asked again later. Their answers carry the
// number of the question, and answers to older questions are dropped.
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
	// serversMsg brings the servers that were found. ok is false if they were not
	// looked for, because something is being measured.
	serversMsg struct {
		ask     int
		servers []Server
		ok      bool
	}
	// serverMsg brings what a server said that was asked alone.
	serverMsg struct {
		server Server
		of     *asking
	}
	// feedMsg brings news of a session.
	feedMsg struct {
		feed  Feed
		name  string
		batch Batch
		err   error
	}
	// openedMsg brings a session that was read for Results, and the names of
	// the sessions to show beside it.
	openedMsg struct {
		name    string
		file    bool // name is a path
		session *bench.Session
		beside  []string
		chips   []string // results that others published for these chips are shown beside it, too
		err     error
	}
	// liveMsg names a session that is being measured, and since when.
	liveMsg struct {
		name  string
		since time.Time
	}
	// nextModelMsg names the session that begins after the one that has ended; ""
	// if none does.
	nextModelMsg struct {
		of   *bench.Session
		next string
	}
	// forScreenMsg is for one screen, even if another one is shown.
	forScreenMsg struct {
		screenNumber
		msg tea.Msg
	}
	// actMsg brings an action from a command.
	actMsg struct{ action }
	// beatMsg comes once a second while something moves.
	beatMsg struct{ n int }
	// buildsChangedMsg says that builds have come or gone.
	buildsChangedMsg struct{ ask int }
	// continuedMsg says that the session of has new events, although it was over.
	continuedMsg struct{ of *bench.Session }
	// freshMsg says that something arrived that must be shown at once.
	freshMsg struct{}
	// quietMsg ends a notice.
	quietMsg struct{ n int }
	// streamMsg is a part of a stream, with the command that waits for the next
	// part.
	streamMsg[T any] struct {
		ask   int
		items []T
		ended bool
		tail  []string // texts that the producer sends when it ends
		next  tea.Cmd
	}
)

// to sends the answer of a command to one screen. Otherwise the answer would go
// to the screen that is shown when it comes, and that may be another screen.
// The command must not be a batch.
func to(p screenNumber, cmd tea.Cmd) tea.Cmd {
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
