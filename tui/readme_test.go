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

var updateReadme = flag.Bool("update-readme", false, "write the pictures that README shows")

// pictured are the screens that the README shows, drawn from the recording.
var pictured = []struct {
	at     screenNumber
	height int
	title  string
}{
	{atLive, 24, "dragstrip, Live: two builds of llama.cpp measured in turns"},
	{atResults, 22, "dragstrip, Results: two builds of llama.cpp side by side"},
}

// TestReadmeShowsTheScreens compares the README's pictures with what is drawn
// from the recording now. `go test ./tui -run Readme -update-readme` writes
// them again.
func TestReadmeShowsTheScreens(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pictured {
		path := "docs/pictures/" + strings.ToLower(screenNames[p.at]) + ".svg"
		drawn := picture(fromRecording(t, p.at, p.height), p.title)
		if *updateReadme {
			if err := os.WriteFile("../"+path, []byte(drawn), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile("../" + path)
		switch {
		case err != nil:
			t.Error(err)
		case string(kept) != drawn:
			t.Errorf("%s shows another screen than is drawn now: go test ./tui -run Readme -update-readme makes it anew", path)
		case !strings.Contains(string(readme), "("+path+")"):
			t.Errorf("README.md does not show %s", path)
		}
	}
}

// fromRecording draws a screen that is 100 columns wide: Live after three
// quarters of the recording, Results at the end.
func fromRecording(t *testing.T, at screenNumber, height int) string {
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
	h.Machine.Remembered = func(context.Context) (bench.Bandwidth, bool) { return s.Bandwidth[0].Bandwidth, true }
	h.Machine.Watch = func(context.Context, func(bench.Reading)) {}
	h.Sessions.Follow = func(string) Feed { return &openFeed{fakeFeed{events: events}} }
	m := New(context.Background(), h, Options{Theme: theme.New(theme.Options{Color: true}), Attach: "recording"}).(*root)
	drain(t, m, m.Init())
	m.do(goTo{at})
	m.Update(tea.WindowSizeMsg{Width: 100, Height: height})
	return m.View()
}
