package tui

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// started is a program in a house whose sessions come from a recording.
func started(t *testing.T, change func(*House)) (*root, *[]*bench.Plan) {
	t.Helper()
	h := testHouse()
	var plans []*bench.Plan
	h.Sessions.Start = func(p *bench.Plan) (string, error) { plans = append(plans, p); return "new", nil }
	h.Sessions.Follow = func(string) Feed { return &fakeFeed{events: recorded(t, recording)} }
	if change != nil {
		change(&h)
	}
	m := New(context.Background(), h, Options{Theme: theme.New(theme.Options{})}).(*root)
	drain(t, m, m.Init())
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	return m, &plans
}

func TestEnterEnterEnterMeasures(t *testing.T) {
	m, plans := started(t, nil)
	press(t, m, "enter") // models
	press(t, m, "enter") // plan: the row under the cursor is used
	if m.at != atPlan || len(m.chosen()) != 1 {
		t.Fatalf("at %s with %d models", screenNames[m.at], len(m.chosen()))
	}
	press(t, m, "enter") // live, and when it ends results
	if len(*plans) != 1 || len((*plans)[0].Jobs) != 1 {
		t.Fatalf("%d plans", len(*plans))
	}
	drain(t, m, m.answer(beatMsg{m.beatN})) // the end arrives with the beat
	if m.at != atResults || m.live {
		t.Errorf("at %s, live %v:\n%s", screenNames[m.at], m.live, m.View())
	}
	press(t, m, "e", "down", "enter")
	if !strings.Contains(m.View(), "/tmp/report.md") {
		t.Errorf("it is not said where the report is:\n%s", m.View())
	}
}

func TestSeveralMarkedModelsMakeSeveralJobs(t *testing.T) {
	m, plans := started(t, nil)
	press(t, m, "2", "space", "space", "enter", "enter")
	if len(*plans) != 1 || len((*plans)[0].Jobs) != 2 {
		t.Fatalf("%d plans:\n%s", len(*plans), m.View())
	}
}

func TestALiveSessionIsOfferedFirst(t *testing.T) {
	m, _ := started(t, func(h *House) {
		h.Sessions.Live = func() (string, time.Time, bool) { return "old", clock.Add(-time.Hour), true }
	})
	if !strings.Contains(m.View(), "A benchmark is running") {
		t.Fatalf("it is not offered:\n%s", m.View())
	}
	press(t, m, "enter")
	if m.name != "old" {
		t.Errorf("session %q is shown", m.name)
	}
}

func TestStoppingAsks(t *testing.T) {
	m := measuring(t, theme.Options{}, 30)
	var asked []bench.Control
	m.Sessions.Ask = func(_ string, c bench.Control) error { asked = append(asked, c); return nil }
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	press(t, m, "x")
	if len(asked) != 0 || !strings.Contains(m.View(), "Stop the benchmark?") {
		t.Fatalf("asked %v:\n%s", asked, m.View())
	}
	press(t, m, "esc", "p", "x", "y")
	if len(asked) != 2 || asked[0].Verb != bench.ControlPause || asked[1].Verb != bench.ControlStop {
		t.Errorf("asked %v", asked)
	}
}

func TestWrongValuesAreRefusedInPlace(t *testing.T) {
	m, plans := started(t, func(h *House) {
		h.Plans.Check = func(flag, value string) error {
			_, err := bench.ParseCounts(value)
			return err
		}
	})
	press(t, m, "2", "enter", "down", "e", "ctrl+u", "5", "x", "enter")
	if !strings.Contains(m.View(), `"5x" is not a count of tokens`) {
		t.Errorf("it is not said what is wrong:\n%s", m.View())
	}
	press(t, m, "enter")
	if len(*plans) != 0 {
		t.Error("a wrong value was measured")
	}
}

// TestLettersThatArriveTogetherAreKeysEach: over a slow connection several
// letters arrive in one message. They used to be ignored.
func TestLettersThatArriveTogetherAreKeysEach(t *testing.T) {
	m, _ := started(t, nil)
	press(t, m, "2jk", "enter", "down")
	if m.at != atPlan {
		t.Fatalf("at %s", screenNames[m.at])
	}
	press(t, m, "e", "ctrl+u", "4096", "enter")
	if got := m.screens[atPlan].(*planScreen).values["p"]; got != "4096" {
		t.Errorf("4096 became %q", got)
	}
}

func TestFilteringAndHostileNames(t *testing.T) {
	m, _ := started(t, nil)
	press(t, m, "2", "/", "l", "l", "a", "m", "a", "1", "enter")
	view := m.View()
	if !strings.Contains(view, "1 of 2, best first") || strings.Contains(view, "模型") {
		t.Errorf("the filter:\n%s", view)
	}
	press(t, m, "esc")
	if view = m.View(); strings.ContainsAny(view, "\x1b\u202e") {
		t.Errorf("a hostile name reaches the terminal raw: %q", view)
	}
}

func TestHelpComesFromTheKeys(t *testing.T) {
	m, _ := started(t, nil)
	press(t, m, "?")
	help := strings.Join(m.dialogs[0].(*pager).lay(96), "\n")
	for _, want := range []string{"Keys of Machine", "m      Measure the memory bandwidth again", "Keys on every screen", "dragstrip machine"} {
		if !strings.Contains(help, want) {
			t.Errorf("help lacks %q:\n%s", want, help)
		}
	}
	if view := m.View(); !strings.Contains(view, "Keys of Machine") {
		t.Errorf("not shown:\n%s", view)
	}
}

// BenchmarkView prints what drawing the live screen costs. Budget: 1 ms at
// 120×40.
func BenchmarkView(b *testing.B) {
	h := testHouse()
	all := recorded(b, recording)
	h.Sessions.Follow = func(string) Feed { return &openFeed{fakeFeed{events: all[:len(all)*2/3]}} }
	m := New(context.Background(), h, Options{Theme: theme.New(theme.Options{Color: true}), Attach: "x"}).(*root)
	drain(b, m, m.Init())
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	for at := range screenCount {
		b.Run(screenNames[at], func(b *testing.B) {
			m.do(goTo{at})
			for range b.N {
				m.View()
			}
		})
	}
}
