package tui

import (
	"context"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
	"dragstrip/tui/theme"
)

func hostileEvents(t testing.TB) []bench.Event {
	t.Helper()
	events, err := benchtest.Events(benchtest.Journal(benchtest.Hostile, "llama-bench"))
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// TestNothingHostileIsDrawn tries every text of every fact. It draws every
// screen that shows a session, after each event, with everything that can be
// opened there.
func TestNothingHostileIsDrawn(t *testing.T) {
	h := testHouse()
	past := Past{Name: "20261123-120000-ab", State: bench.Clean(benchtest.Hostile), Machine: benchtest.Hostile, What: benchtest.Hostile, BestTest: benchtest.Hostile, BestTPS: 1, Note: benchtest.Hostile, Problem: benchtest.Hostile, Done: 1, Tests: 2}
	h.Sessions.List = func(context.Context) ([]Past, error) { return []Past{past}, nil }
	m := New(t.Context(), h, Options{Theme: theme.New(theme.Options{Color: true})}).(*root)
	drain(t, m, m.Init())
	m.name, m.session, m.live = past.Name, bench.NewSession(), true
	look := func(when string, keys ...string) {
		t.Helper()
		press(t, m, keys...)
		for _, width := range []int{40, 100, 200} {
			screen := seen(m, width, 40)
			fits(t, screen, width, 40)
			if unfit := benchtest.Drawn(screen); unfit != "" {
				t.Errorf("%s, %d columns: %s", when, width, unfit)
			}
		}
		press(t, m, "esc", "esc")
	}
	for _, e := range hostileEvents(t) {
		m.news(feedMsg{feed: m.feed, name: m.name, batch: Batch{Events: []bench.Event{e}}})
		drain(t, m, m.do(goTo{atLive}))
		look(e.Fact.Kind())
	}
	look("the engine's log", "v")
	m.live = false
	drain(t, m, m.do(goTo{atResults}))
	other := bench.Replay(hostileEvents(t))
	other.ID = "other"
	m.screens[atResults].(*resultsScreen).addColumn(columnMsg{name: "other", sessions: []*bench.Session{other}})
	for _, keys := range [][]string{nil, {"v"}, {"s"}, {"w"}, {"i"}, {"/", "r"}, {"right", "b"}} {
		look("Results "+strings.Join(keys, ""), keys...)
	}
	drain(t, m, m.do(goTo{atHistory}))
	look("History")
}

// TestNothingHostileReachesATerminal checks the same on a terminal, for every
// byte that is sent.
func TestNothingHostileReachesATerminal(t *testing.T) {
	events := hostileEvents(t)
	feed := &steppedFeed{events: events, steps: make(chan int)}
	h := testHouse()
	h.Sessions.Live = func() (string, time.Time, bool) { return "new", clock, true }
	h.Sessions.Follow = func(string) Feed { return feed }
	e := on(t, h, Options{Attach: "new"})
	e.until("Reading session")
	feed.steps <- len(events) - 2
	e.until("Queue")
	feed.steps <- 2
	e.until("t/s")
	e.press("ctrl+c")
	_ = e.end()
	for _, bad := range []string{"\x1b]0;owned", "owned", "\u202e", "\u009b", "\x9b2J"} {
		if strings.Contains(e.sent(), bad) {
			t.Errorf("%q was sent", bad)
		}
	}
}
