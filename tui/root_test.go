package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/benchtest/raced"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// fits checks that a screen is never wider or higher than the terminal.
func fits(t *testing.T, screen string, width, height int) {
	t.Helper()
	lines := strings.Split(screen, "\n")
	if len(lines) > height {
		t.Errorf("%d×%d: %d lines", width, height, len(lines))
	}
	for i, line := range lines {
		if w := widget.Width(line); w > width {
			t.Errorf("%d×%d: line %d has %d cells: %q", width, height, i, w, line)
			return
		}
	}
}

// TestEveryScreenFitsEverySize draws all screens at all sizes: empty, full,
// during a session and after it. At every third size it also draws their other
// forms, and each kind of dialog over them. With the race detector it draws fewer
// sizes.
func TestEveryScreenFitsEverySize(t *testing.T) {
	color := theme.Options{Color: true}
	full, live, results := fullRoot(t, color), measuring(t, color, 60), resultsRoot(t, color)
	for i := range 4 {
		results.screens[atResults].(*resultsScreen).addColumn(columnMsg{name: fmt.Sprint(i), sessions: []*bench.Session{resultsSession(hostile+fmt.Sprint(i), 100*float64(i), 1+float64(i)/3, "CPU", "Vulkan")}})
	}
	empty, _ := started(t, emptyHouse)
	full.marked["/m/a.gguf"], full.marked["/m/b.gguf"] = true, true
	apply(live, "", bench.ReadingTaken{Reading: readingOf(1)})
	for name, c := range map[string]struct {
		m    *root
		at   []screenNumber
		keys []string
	}{
		"full":      {full, []screenNumber{atMachine, atModels, atPlan, atWhatIf, atHistory}, nil},
		"empty":     {empty, []screenNumber{atMachine, atModels, atPlan, atLive, atResults, atWhatIf, atHistory}, nil},
		"under way": {live, []screenNumber{atLive, atResults}, nil},
		"log":       {live, []screenNumber{atLive}, []string{"v"}},
		"panes":     {results, []screenNumber{atLive, atResults}, nil},
		"bars":      {results, []screenNumber{atResults}, []string{"v"}},
		"warnings":  {results, []screenNumber{atResults}, []string{"w"}},
		"fits":      {full, []screenNumber{atWhatIf}, []string{"t"}},
		"facts":     {full, []screenNumber{atWhatIf}, []string{"enter"}},
		"help":      {full, []screenNumber{atPlan}, []string{"?"}},
		"menu":      {full, []screenNumber{atModels}, []string{"s"}},
		"prompt":    {full, []screenNumber{atModels}, []string{"a", "/", "v", "e", "r", "y"}},
		"question":  {live, []screenNumber{atLive}, []string{"x"}},
		"filter":    {full, []screenNumber{atModels}, []string{"/", "z", "z"}},
		"rare":      {full, []screenNumber{atPlan}, []string{"up", "G", "down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "enter"}},
	} {
		t.Run(name, func(t *testing.T) {
			c.m.dialogs = nil
			for _, at := range c.at {
				drain(t, c.m, c.m.do(goTo{at}))
				press(t, c.m, c.keys...)
				step := 1
				if c.keys != nil {
					step = 3
				}
				if raced.On {
					step *= 7
				}
				for width := 20; width <= 200; width += step {
					for height := 5; height <= 60; height += step {
						c.m.Update(tea.WindowSizeMsg{Width: width, Height: height})
						fits(t, c.m.View(), width, height)
						if t.Failed() {
							t.Fatalf("at %s:\n%s", screenNames[at], c.m.View())
						}
					}
				}
			}
			press(t, c.m, "esc", "esc", "esc")
		})
	}
}

// TestEveryScreenFitsWithoutColourAndInASCII draws fewer sizes, and checks that
// ASCII screens are ASCII only.
func TestEveryScreenFitsWithoutColourAndInASCII(t *testing.T) {
	for _, options := range []theme.Options{{}, {ASCII: true}} {
		for _, m := range []*root{fullRoot(t, options), measuring(t, options, 60)} {
			for at := range screenCount {
				drain(t, m, m.do(goTo{at}))
				for width := 20; width <= 200; width += 5 {
					for height := 5; height <= 60; height += 5 {
						m.Update(tea.WindowSizeMsg{Width: width, Height: height})
						view := m.View()
						fits(t, view, width, height)
						if strings.Contains(view, "\x1b") || options.ASCII && strings.IndexFunc(view, func(r rune) bool { return r > 127 }) >= 0 {
							t.Fatalf("%d×%d, at %s, %+v: %q", width, height, screenNames[at], options, view)
						}
					}
				}
			}
		}
	}
}

// fullRoot is a program in which everything is known.
func fullRoot(t *testing.T, o theme.Options) *root {
	t.Helper()
	m := New(context.Background(), testHouse(), Options{Theme: theme.New(o)}).(*root)
	drain(t, m, m.Init())
	return m
}

// measuring is a program that shows a running session: the first events of a
// recording.
func measuring(t *testing.T, o theme.Options, events int) *root {
	t.Helper()
	h := testHouse()
	all := recorded(t, recording)
	h.Sessions.Follow = func(string) Feed { return &openFeed{fakeFeed{events: all[:min(events, len(all))]}} }
	m := New(context.Background(), h, Options{Theme: theme.New(o), Attach: "20261123-120000-ab"}).(*root)
	drain(t, m, m.Init())
	return m
}

// openFeed is a feed that never ends.
type openFeed struct{ fakeFeed }

func (f *openFeed) Next(ctx context.Context) (Batch, error) {
	if f.given {
		<-ctx.Done()
		return Batch{}, ctx.Err()
	}
	return f.fakeFeed.Next(ctx)
}

// TestLiveFitsAtEveryMoment replays a recording event by event.
func TestLiveFitsAtEveryMoment(t *testing.T) {
	all := recorded(t, recording)
	m := measuring(t, theme.Options{Color: true}, 1)
	for _, e := range all[1:] {
		m.session.Apply(e)
		m.screens[atLive].update(freshMsg{})
		for _, size := range [][2]int{{40, 12}, {60, 20}, {100, 30}, {200, 60}} {
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			fits(t, m.View(), size[0], size[1])
		}
	}
}

// TestTheMouseIsOffWhileMeasuring: the mouse is on only if the user asked for
// it.
func TestTheMouseIsOffWhileMeasuring(t *testing.T) {
	m, _ := started(t, nil)
	if m.heedMouse() != nil {
		t.Error("the mouse was taken unasked")
	}
	m.mouse = true
	if got := m.heedMouse()(); got != tea.EnableMouseCellMotion() {
		t.Errorf("the mouse is not taken: %T", got)
	}
	for x, want := range map[int]screenNumber{1: atMachine, 12: atModels, 22: atPlan, 55: atWhatIf, 67: atHistory} {
		m.at = atLive
		drain(t, m, m.answer(tea.MouseMsg{X: x, Y: 1, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft}))
		if m.at != want {
			t.Errorf("a click on column %d leads to %s, not to %s\n%s", x, screenNames[m.at], screenNames[want], m.View())
		}
	}
	m.live = true
	if got := m.heedMouse()(); got != tea.DisableMouse() {
		t.Errorf("the mouse is not given back: %T", got)
	}
}

// TestNewsComeWithTheBeat: after news, the program asks for more only with the
// next beat. A beat without news updates the elapsed time.
func TestNewsComeWithTheBeat(t *testing.T) {
	h := testHouse()
	now := clock
	h.Now = func() time.Time { return now }
	all := recorded(t, recording)
	h.Sessions.Follow = func(string) Feed { return &openFeed{fakeFeed{events: all[:1]}} }
	m := New(context.Background(), h, Options{Theme: theme.New(theme.Options{}), Attach: "20261123-120000-ab"}).(*root)
	drain(t, m, m.Init())
	if m.asked {
		t.Error("more is asked for before the beat")
	}
	test := m.session.Jobs[0].Tests[0].Test
	for repetition := 1; repetition <= 3; repetition++ {
		if _, cmd := m.beat(beatMsg{m.beatN}); !m.asked || cmd == nil {
			t.Fatal("a beat asks for no news")
		}
		fact := bench.SampleTaken{Test: test, Repetition: repetition, Of: 9, TokensPerSecond: 40}
		_, cmd := m.news(feedMsg{feed: m.feed, name: m.name, batch: Batch{Events: []bench.Event{{Job: m.session.Jobs[0].ID, Fact: fact}}}})
		if m.asked || cmd != nil {
			t.Error("more is asked for before the beat")
		}
		if shown := len(m.session.Jobs[0].Tests[0].Live); shown != repetition {
			t.Errorf("after repetition %d: %d are shown", repetition, shown)
		}
	}
	m.beat(beatMsg{m.beatN})
	now = now.Add(time.Minute)
	m.beat(beatMsg{m.beatN})
	if live := m.screens[atLive].(*liveScreen); !live.now.Equal(now) {
		t.Error("the time stood still while no news came")
	}
}

// TestANoticeIsWholeAndGoesWithTheNextKey: a long message used to be cut, and to
// stay over the screens that were shown next.
func TestANoticeIsWholeAndGoesWithTheNextKey(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	m.Update(tea.WindowSizeMsg{Width: 40, Height: 12})
	m.do(bad("not added: nobody published one of these tests for Tesla K80; What if says what to expect there"))
	view := strings.Join(strings.Fields(m.View()), " ")
	if !strings.Contains(view, "not added: nobody published one of these tests for Tesla K80; What if says what to expect there") {
		t.Errorf("the message is cut:\n%s", m.View())
	}
	fits(t, m.View(), 40, 12)
	m.Update(keyMsg("4"))
	if strings.Contains(m.View(), "nobody published") {
		t.Errorf("the message is still there:\n%s", m.View())
	}
}
