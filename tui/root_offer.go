package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// offerLive asks whether to watch a session that is being measured.
func offerLive(name string, since time.Time) *question {
	return &question{
		about: name,
		title: "A benchmark is running",
		text:  "It was started at " + since.Local().Format("15:04") + ": session " + bench.Clean(name) + ".",
		answers: []answer{
			{key: "enter", text: "watch it", then: watch{name}},
		},
	}
}

// offerEvery is the time between two looks at a session while a question offers
// to watch it.
const offerEvery = 3 * time.Second

// offeredMsg tells whether a session that is offered is still measured.
type offeredMsg struct {
	name string
	live bool
}

// watchOffer asks later whether a session is still measured.
func (m *root) watchOffer(name string) tea.Cmd {
	live := m.Sessions.Live
	return tea.Tick(offerEvery, func(time.Time) tea.Msg {
		now, _, ok := live()
		return offeredMsg{name, ok && now == name}
	})
}
