package tui

import (
	"context"
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// follow shows a session from its first event.
func (m *root) follow(name string) tea.Cmd {
	m.unfollow()
	m.name, m.file, m.session, m.skipTo = name, false, bench.NewSession(), 0
	return m.beginFeed()
}

// goOn follows the session that is shown again, because it has new events. The
// session is kept, so Results keeps its columns.
func (m *root) goOn(msg continuedMsg) tea.Cmd {
	if m.feed != nil || m.session != msg.of {
		return nil
	}
	m.endAwait()
	m.skipTo = m.session.LastSeq
	return m.beginFeed()
}

// beginFeed reads the events of the session that is shown.
func (m *root) beginFeed() tea.Cmd {
	m.live, m.died = true, false
	m.feedCtx, m.stopFeed = context.WithCancel(m.ctx)
	m.feed = m.Sessions.Follow(m.name)
	m.findings, m.fitKnown, m.unjudged = nil, false, true
	if m.stopWatch != nil {
		m.stopWatch()
		m.stopWatch = nil
	}
	m.beatN++
	m.beating = true
	return tea.Batch(m.heedMouse(), m.readFeed(), beat(m.beatN))
}

// seekLive looks for a session that another viewer started, when Live is opened
// and follows none.
func (m *root) seekLive() tea.Cmd {
	if m.at != atLive || m.feed != nil {
		return nil
	}
	live := m.Sessions.Live
	return func() tea.Msg {
		if name, since, ok := live(); ok {
			return liveMsg{name, since}
		}
		return nil
	}
}

// showLive shows the session that seekLive found. If another session is shown,
// it asks first, because the columns of Results would be lost.
func (m *root) showLive(msg liveMsg) (action, tea.Cmd) {
	switch {
	case m.at != atLive || m.feed != nil || len(m.dialogs) > 0:
	case m.name == "" || m.name == msg.name && m.session.CanGoOn(false): // the session that is shown may have been resumed elsewhere
		return watch{msg.name}, nil
	case m.name != msg.name:
		return open{offerLive(msg.name, msg.since)}, m.watchOffer(msg.name)
	}
	return nil, nil
}

// unfollow stops following the session.
func (m *root) unfollow() {
	m.endAwait()
	if m.feed == nil {
		return
	}
	m.stopFeed()
	if !m.asked {
		m.feed.Close() // if a read is in progress, the reader closes the feed when it returns
	}
	m.feed = nil
}

// news applies a batch to the session and shows it. The next beat asks for the
// next batch, so the screen changes only once a second. This matters because a
// changed row is sent over the connection as a whole.
func (m *root) news(msg feedMsg) (action, tea.Cmd) {
	if msg.feed != m.feed {
		msg.feed.Close()
		return nil, nil
	}
	m.asked = false
	if msg.err != nil {
		return m.broken(msg)
	}
	m.take(msg.batch.Events)
	switch {
	case msg.batch.Ended:
		return m.ended(msg)
	case msg.batch.More: // more events are there already, so it does not wait for the beat
		return nil, m.readFeed()
	}
	return m.screens[atLive].update(beatMsg{m.beatN})
}

// broken is called when the session can no longer be read.
func (m *root) broken(msg feedMsg) (action, tea.Cmd) {
	m.unfollow()
	m.live = false
	m.endLive()
	cmd := tea.Batch(m.heedMouse(), m.watchMachine())
	if errors.Is(msg.err, context.Canceled) {
		return nil, cmd
	}
	return bad("session " + bench.Clean(m.name) + ": " + bench.Clean(msg.err.Error())), cmd
}

// take applies events to the session. A feed begins at the first event, so it
// may repeat events that the session has already.
func (m *root) take(events []bench.Event) {
	for _, e := range events {
		if e.Seq != 0 && e.Seq <= m.skipTo {
			continue
		}
		m.session.Apply(e)
		if bench.MustArrive(e.Fact) {
			m.shown++
		}
	}
	m.heedProbe()
	if r := m.session.Readings; len(r) > 0 {
		m.noteLoad(r[len(r)-1])
	}
}

// heedProbe keeps a session's probe of this machine if it is better than the
// probe on the desk. Until the user measures here, bandwidth and best are the
// same probe.
func (m *root) heedProbe() {
	probe, ok := m.session.BestProbe()
	if !ok || !m.session.Machine.SameAs(m.machine) || m.best != nil && !probe.Better(*m.best) {
		return
	}
	if m.bandwidth == nil || m.bandwidth == m.best {
		m.bandwidth = &probe
	}
	m.best = &probe
}

// ended is called when the session is over. It shows the results, and rings the
// bell if the session took long.
func (m *root) ended(msg feedMsg) (action, tea.Cmd) {
	m.unfollow()
	m.live, m.died, m.beating = false, msg.batch.Died, false
	m.endLive()
	m.shown++
	m.screens[atLive].update(freshMsg{})
	cmd := tea.Batch(m.heedMouse(), m.watchMachine(), m.awaitMore())
	if m.died {
		return m.tellDied(), cmd
	}
	if m.session.ElapsedAt(m.session.Finished) > time.Minute && m.bell != nil {
		m.bell()
	}
	if m.at != atLive {
		return nil, cmd
	}
	if m.session.Plan.Chain.Behind() > 0 && m.Sessions.Behind != nil {
		return nil, tea.Batch(cmd, m.seekNextModel())
	}
	return m.afterEnd(), cmd
}

// endLive removes the notice about a session that has ended.
func (m *root) endLive() {
	if m.notice.live {
		m.notice = notify{}
	}
}

// tellDied says that the bench process died, and which key measures the rest. If
// the screen that is shown has no such key, it names the screen Live first.
func (m *root) tellDied() action {
	if m.at == atLive || m.at == atResults {
		return notify{tone: theme.Bad, text: m.diedText(), here: true}
	}
	return bad(diedText("on Live (4), " + m.restText()))
}

// beat asks for news once a second. If the last request is not answered yet,
// beat only updates the elapsed time.
func (m *root) beat(msg beatMsg) (action, tea.Cmd) {
	if msg.n != m.beatN || !m.beating {
		return nil, nil
	}
	if !m.asked {
		return nil, tea.Batch(m.readFeed(), beat(m.beatN))
	}
	a, cmd := m.screens[atLive].update(msg)
	return a, tea.Batch(cmd, beat(m.beatN))
}

// opened shows a session from the history or a file.
func (m *root) opened(msg openedMsg) (action, tea.Cmd) {
	if msg.err != nil {
		return bad("session " + bench.Clean(msg.name) + ": " + bench.Clean(msg.err.Error())), nil
	}
	m.unfollow()
	m.beating = false
	m.name, m.file = msg.name, msg.file
	m.session, m.live, m.died = msg.session, false, msg.session.State != bench.StateFinished
	m.shown++
	besides := func() tea.Msg { return besideMsg{msg.name, msg.beside} }
	return goTo{atResults}, tea.Batch(m.heedMouse(), m.watchMachine(), m.awaitMore(), to(atResults, besides), chipsBeside(msg.chips))
}

// chipsBeside asks Results to add what others published for chips.
func chipsBeside(chips []string) tea.Cmd {
	if len(chips) == 0 {
		return nil
	}
	return to(atResults, func() tea.Msg { return chipsMsg{chips} })
}

// openNewest opens the newest session with results of this machine, with chips
// beside it.
func (m *root) openNewest(chips []string) tea.Cmd {
	ctx, list := m.ctx, m.Sessions.List
	return act(func() action {
		past, err := list(ctx)
		if err != nil {
			return bad(bench.Clean(err.Error()))
		}
		for _, p := range past {
			if p.hasFigures() && !p.Live && p.State != "imported" {
				return show{name: p.Name, chips: chips}
			}
		}
		return bad("This machine has no results yet to stand beside published ones. Measure a model first (key 2).")
	})
}

// readFeed waits for news of the session.
func (m *root) readFeed() tea.Cmd {
	m.asked = true
	feed, name, ctx := m.feed, m.name, m.feedCtx
	return func() tea.Msg {
		b, err := feed.Next(ctx)
		return feedMsg{feed, name, b, err}
	}
}

func (m *root) openPast(a show) tea.Cmd {
	ctx, read := m.ctx, m.Sessions.Open
	if a.file {
		read = m.Sessions.OpenFile
	}
	return func() tea.Msg {
		s, err := read(ctx, a.name)
		return openedMsg{a.name, a.file, s, a.beside, a.chips, err}
	}
}

func beat(n int) tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return beatMsg{n} })
}
