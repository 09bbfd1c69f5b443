package tui

import (
	"context"
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// follow shows a session from its first event.
func (m *root) follow(name string) tea.Cmd {
	m.unfollow()
	m.name, m.session, m.live, m.died = name, bench.NewSession(), true, false
	m.held, m.told = nil, time.Time{}
	m.feedCtx, m.stopFeed = context.WithCancel(m.ctx)
	m.feed = m.Sessions.Follow(name)
	if m.stopWatch != nil {
		m.stopWatch()
		m.stopWatch = nil
	}
	m.beatN++
	m.beating = true
	return tea.Batch(m.heedMouse(), m.readFeed(m.feed, name), beat(m.beatN))
}

// unfollow lets the session go that was followed.
func (m *root) unfollow() {
	if m.feed == nil {
		return
	}
	m.stopFeed()
	m.feed = nil // its reader closes it when it comes back
}

// news folds a batch into the session.
func (m *root) news(msg feedMsg) (action, tea.Cmd) {
	if msg.feed != m.feed {
		msg.feed.Close()
		return nil, nil
	}
	if msg.err != nil {
		return m.broken(msg)
	}
	m.held = append(m.held, msg.batch.Events...)
	if msg.batch.Ended || m.Now().Sub(m.told) >= calm {
		m.take()
	}
	if !msg.batch.Ended {
		return nil, m.readFeed(m.feed, m.name)
	}
	return m.ended(msg)
}

// broken: no more can be read of the session that is followed.
func (m *root) broken(msg feedMsg) (action, tea.Cmd) {
	m.take()
	m.unfollow()
	msg.feed.Close()
	m.live = false
	if errors.Is(msg.err, context.Canceled) {
		return nil, m.heedMouse()
	}
	return bad("session " + bench.Clean(m.name) + ": " + bench.Clean(msg.err.Error())), m.heedMouse()
}

// calm is how long news wait after news that deserved to be seen at once. A
// repetition every few seconds is seen the moment it lands; where several land
// in a second, all of them come with the next beat, because every row that
// changes goes over the link whole.
const calm = 1500 * time.Millisecond

// take folds what has come into the session.
func (m *root) take() {
	before := m.shown
	for _, e := range m.held {
		m.session.Apply(e)
		if bench.MustArrive(e.Fact) {
			m.shown++
		}
	}
	m.held = m.held[:0]
	if seen := m.session.Bandwidth; m.bandwidth == nil && len(seen) > 0 {
		m.bandwidth = &seen[0].Bandwidth // who looks at a session that runs measures nothing beside it
	}
	if m.shown != before {
		m.told = m.Now()
		m.screens[atLive].update(freshMsg{})
	}
}

// ended: the session is over. Its figures are shown, and whoever looked away
// is called where it took long.
func (m *root) ended(msg feedMsg) (action, tea.Cmd) {
	m.unfollow()
	msg.feed.Close()
	m.live, m.died, m.beating = false, msg.batch.Died, false
	m.shown++
	m.screens[atLive].update(freshMsg{})
	cmd := tea.Batch(m.heedMouse(), m.watchMachine())
	if m.died {
		return bad("the bench process is gone; finished tests are safe: r resumes"), cmd
	}
	if m.session.Finished.Sub(m.session.Started) > time.Minute && m.bell != nil {
		m.bell()
	}
	if m.at == atLive && m.session.Outcome != bench.OutcomeStopped {
		return goTo{atResults}, cmd
	}
	return nil, cmd
}

// beat redraws what moves once a second.
func (m *root) beat(msg beatMsg) (action, tea.Cmd) {
	if msg.n != m.beatN || !m.beating {
		return nil, nil
	}
	m.take()
	if r := m.session.Readings; len(r) > 0 && m.beats%2 == 0 {
		m.noteLoad(r[len(r)-1])
	}
	m.beats++
	a, cmd := m.screens[atLive].update(msg)
	return a, tea.Batch(cmd, beat(m.beatN))
}

// opened shows a session of the history.
func (m *root) opened(msg openedMsg) (action, tea.Cmd) {
	if msg.err != nil {
		return bad("session " + bench.Clean(msg.name) + ": " + bench.Clean(msg.err.Error())), nil
	}
	m.unfollow()
	m.beating = false
	m.held = nil
	m.name, m.session, m.live, m.died = msg.name, msg.session, false, msg.session.State != bench.StateFinished
	m.shown++
	besides := func() tea.Msg { return besideMsg{msg.name, msg.beside} }
	return goTo{atResults}, tea.Batch(m.heedMouse(), to(atResults, besides))
}

func (m *root) readFeed(feed Feed, name string) tea.Cmd {
	ctx := m.feedCtx
	return func() tea.Msg {
		b, err := feed.Next(ctx)
		return feedMsg{feed, name, b, err}
	}
}

func (m *root) openPast(a show) tea.Cmd {
	ctx, read := m.ctx, m.Sessions.Open
	return func() tea.Msg {
		s, err := read(ctx, a.name)
		return openedMsg{a.name, s, a.beside, err}
	}
}

func beat(n int) tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return beatMsg{n} })
}
