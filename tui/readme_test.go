package tui

import (
	"context"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

var updateReadme = flag.Bool("update-readme", false, "write the screens into README.md")

// TestReadmeShowsTheScreens holds the pictures in the README against what is
// drawn from the recording. `go test ./tui -update-readme` makes them anew.
func TestReadmeShowsTheScreens(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(text)
	for name, at := range map[string]place{"live": atLive, "results": atResults} {
		begin, end := "<!-- "+name+" -->\n```\n", "\n```\n<!-- end -->"
		before, rest, found := strings.Cut(readme, begin)
		old, after, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("README.md has no place for %s", name)
		}
		drawn := fromRecording(t, at)
		if *updateReadme {
			readme = before + begin + drawn + end + after
		} else if old != drawn {
			t.Errorf("README.md shows another %s screen than is drawn now:\n%s", name, drawn)
		}
	}
	if *updateReadme {
		if err := os.WriteFile("../README.md", []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// fromRecording draws a screen 100 columns wide: Live in the middle of the second
// round, Results at the end.
func fromRecording(t *testing.T, at place) string {
	t.Helper()
	events := recorded(t, "../cli/recording/session.jsonl")
	end := bench.Replay(events).Finished
	if at == atLive {
		events = events[:len(events)*3/4]
	}
	h := testHouse()
	s := bench.Replay(events)
	h.Now = func() time.Time { return s.LastEvent }
	h.Sessions.Left = func(_ *bench.Session, now time.Time) (time.Duration, bool) { return end.Sub(now), end.After(now) }
	h.Machine.Describe = func(context.Context) bench.Machine { return s.Machine }
	h.Machine.Measure = func(context.Context, bool) (seen, best bench.Bandwidth, err error) {
		return s.Bandwidth[0].Bandwidth, s.Bandwidth[0].Bandwidth, nil
	}
	h.Machine.Watch = func(context.Context, func(bench.Reading)) {}
	h.Sessions.Follow = func(string) Feed { return &openFeed{fakeFeed{events: events}} }
	m := New(context.Background(), h, Options{Theme: theme.New(theme.Options{}), Attach: "recording"}).(*root)
	drain(t, m, m.Init())
	m.do(goTo{at})
	height := 24
	if at == atResults {
		height = 16
	}
	m.Update(tea.WindowSizeMsg{Width: 100, Height: height})
	return m.View()
}
