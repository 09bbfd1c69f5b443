package tui

import (
	"context"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
	"dragstrip/tui/theme"
)

// FuzzJournalDrawn: whatever a journal contains, Live and Results can be drawn,
// fit on the screen, and have no characters that a terminal obeys.
func FuzzJournalDrawn(f *testing.F) {
	f.Add(benchtest.Journal("x\x1b[31m\u202e\u009b", "llama-bench"), 80, 24)
	f.Add([]byte("{\"seq\":1,\"kind\":\"SessionStarted\",\"fact\":{\"plan\":{\"jobs\":[{\"id\":\"a\",\"tests\":[{\"p\":1}],\"repetitions\":2}]}}}\n"), 40, 12)
	f.Fuzz(func(t *testing.T, text []byte, width, height int) {
		width, height = 20+abs(width%180), 5+abs(height%55)
		m := New(context.Background(), testHouse(), Options{Theme: theme.New(theme.Options{Color: true})}).(*root)
		m.name, m.session, m.live = "fuzzed", bench.NewSession(), true
		events, _ := benchtest.Events(text)
		m.news(feedMsg{feed: m.feed, name: m.name, batch: Batch{Events: events}})
		for _, at := range []screenNumber{atLive, atResults} {
			m.at = at
			m.screens[at].update(freshMsg{})
			screen := seen(m, width, height)
			fits(t, screen, width, height)
			if unfit := benchtest.Drawn(screen); unfit != "" {
				t.Errorf("%s: %s", screenNames[at], unfit)
			}
		}
	})
}

func abs(n int) int { return max(n, -n) }
