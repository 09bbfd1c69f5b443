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

// offeredMsg tells which session is measured, or waits, while one is offered. now
// is "" if none does.
type offeredMsg struct{ name, now string }

// watchOffer asks later which session is measured.
func (m *root) watchOffer(name string) tea.Cmd {
	live := m.Sessions.Live
	return tea.Tick(offerEvery, func(time.Time) tea.Msg {
		now, _, _ := live()
		return offeredMsg{name, now}
	})
}
