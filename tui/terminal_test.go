package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/vt"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// emulated is the program on an emulated terminal, with what a user would see
// and every byte that was sent.
type emulated struct {
	t       *testing.T
	program *tea.Program
	ended   chan error
	mu      sync.Mutex
	screen  *vt.Emulator
	raw     strings.Builder
}

func (e *emulated) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.raw.Write(p)
	return e.screen.Write(p)
}

func (e *emulated) text() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.screen.String()
}

func (e *emulated) sent() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.raw.String()
}

// on runs a house's screens on such a terminal of 100×30 cells.
func on(t *testing.T, h House, o Options) *emulated {
	t.Helper()
	e := &emulated{t: t, screen: vt.NewEmulator(100, 30), ended: make(chan error, 1)}
	go io.Copy(io.Discard, e.screen) // drops answers to questions that nobody asks
	ctx, cancel := context.WithCancel(context.Background())
	o.Theme, o.Width, o.Height = theme.New(theme.Options{Color: true}), 100, 30
	model := New(ctx, h, o)
	e.program = tea.NewProgram(model, tea.WithContext(ctx), tea.WithInput(nil), tea.WithOutput(e), tea.WithAltScreen(), tea.WithFPS(60), tea.WithoutSignalHandler())
	go func() {
		_, err := e.program.Run()
		e.ended <- err
	}()
	t.Cleanup(func() { cancel(); e.program.Wait() })
	e.program.Send(tea.WindowSizeMsg{Width: 100, Height: 30})
	return e
}

func (e *emulated) until(what string) {
	e.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(e.text(), what); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			e.t.Fatalf("%q never came up:\n%s", what, e.text())
		}
	}
}

func (e *emulated) press(keys ...string) {
	for _, k := range keys {
		e.program.Send(keyMsg(k))
	}
}

func (e *emulated) end() error {
	e.t.Helper()
	select {
	case err := <-e.ended:
		return err
	case <-time.After(20 * time.Second):
		e.t.Fatalf("it did not end:\n%s", e.text())
		return nil
	}
}

// steppedFeed gives a recording's events in batches. It gives a batch each time
// a test says so.
type steppedFeed struct {
	events []bench.Event
	steps  chan int // how many events the next batch has
	at     int
}

func (f *steppedFeed) Next(ctx context.Context) (Batch, error) {
	select {
	case n := <-f.steps:
		from := f.at
		f.at = min(f.at+n, len(f.events))
		return Batch{Events: f.events[from:f.at], Ended: f.at == len(f.events)}, nil
	case <-ctx.Done():
		return Batch{}, ctx.Err()
	}
}

func (f *steppedFeed) Close() {}

// TestAReplayedJournalOnATerminal goes from the first screen to the results,
// with a recording instead of an engine.
func TestAReplayedJournalOnATerminal(t *testing.T) {
	events := recorded(t, "../cli/recording/session.jsonl")
	feed := &steppedFeed{events: events, steps: make(chan int)}
	h := testHouse()
	h.Sessions.Start = func(*bench.Plan) (string, error) { return "new", nil }
	h.Sessions.Follow = func(string) Feed { return feed }
	h.Now = func() time.Time { return events[len(events)*3/4].Time }
	e := on(t, h, Options{})
	e.until("214")
	e.press("2")
	e.until("Llama 3.2 1B")
	e.press("enter")
	e.until("quick")
	e.press("enter")
	e.until("Reading session")
	feed.steps <- len(events) / 2
	e.until("Queue")
	feed.steps <- len(events)/2 - 20
	e.until("round 2 of 2")
	e.press("?")
	e.until("Keys of Live")
	e.press("esc", "v")
	e.until("Engine log")
	e.press("v")
	e.until("Queue")
	e.program.Send(tea.WindowSizeMsg{Width: 60, Height: 20})
	e.until("[ ] move")
	e.program.Send(tea.WindowSizeMsg{Width: 100, Height: 30})
	feed.steps <- len(events)
	e.until("baseline")
	e.press("v")
	e.until("█████████")
	e.press("e")
	e.until("copy the table")
	e.press("down", "enter")
	e.until("/tmp/report.md")
	e.press("esc", "q")
	if err := e.end(); err != nil {
		t.Error(err)
	}
	if sent := e.sent(); !strings.Contains(sent, "\x1b[?1049h") || strings.LastIndex(sent, "\x1b[?1049l") < strings.LastIndex(sent, "\x1b[?1049h") || strings.LastIndex(sent, "\x1b[?25h") < strings.LastIndex(sent, "\x1b[?25l") {
		t.Error("the terminal was not given back")
	}
}

// TestHostileNamesNeverReachTheTerminalRaw draws a name full of escape
// sequences on every screen, with everything that can be opened there.
func TestHostileNamesNeverReachTheTerminalRaw(t *testing.T) {
	const evil = "evil\x1b]0;owned\a\x1b[2J\u202e\u009b31m\x07name"
	h := testHouse()
	events := recorded(t, recording)
	for i := range events {
		switch fact := events[i].Fact.(type) {
		case bench.SessionStarted:
			for j := range fact.Plan.Jobs {
				fact.Plan.Jobs[j].Model.Name, fact.Plan.Jobs[j].Build.Version = evil, evil
			}
			events[i].Fact = fact
		case bench.LineLogged:
			fact.Text = evil
			events[i].Fact = fact
		}
	}
	describe := h.Machine.Describe
	h.Machine.Describe = func(ctx context.Context) bench.Machine {
		m := describe(ctx)
		m.HostName, m.CPU, m.OS, m.GPUs[0].Name = evil, evil, evil, evil
		return m
	}
	h.Models.Find = func(_ context.Context, _ bench.Machine, _ bench.Bandwidth, each func(Model)) []string {
		each(Model{Model: bench.Model{Name: evil, Quant: evil, Path: "/m/" + evil, SizeBytes: 1 << 30}, Engine: "llama.cpp", Place: evil, Facts: [][2]string{{"path", evil}, {evil, evil}}})
		return []string{evil}
	}
	h.Engines.Find = func(context.Context) ([]bench.EngineBuild, []string) {
		return []bench.EngineBuild{{ID: "b", Engine: "llama.cpp", Version: evil, Origin: evil, Devices: []bench.Device{{Name: evil, Description: evil}}}}, []string{evil}
	}
	h.Plans.Presets = func() []Preset { return []Preset{{Name: evil, Help: evil, Fields: map[string]string{"p": "512"}}} }
	h.Plans.EngineCommand = func(*bench.Plan, *bench.Job) string { return evil }
	h.Plans.Command = func(Choice) string { return "dragstrip run x" }
	h.Sessions.List = func(context.Context) ([]Past, error) {
		return []Past{{Name: evil, State: "done", What: evil, Machine: evil, BestTest: evil, BestTPS: 1, Note: evil, Done: 1, Tests: 1}, {Name: "x", State: "unreadable", Problem: evil}}, nil
	}
	h.Sessions.Follow = func(string) Feed { return &openFeed{fakeFeed{events: events[:len(events)*2/3]}} }
	e := on(t, h, Options{Attach: "20261123-120000-ab"})
	e.until("Queue")
	for at := range screenCount {
		e.press(fmt.Sprint(int(at) + 1))
		e.until(fmt.Sprintf("%d %s", at+1, screenNames[at]))
		for _, k := range []string{"i", "w", "v", "s", "p", "d", "n", "a", "?"} {
			e.press(k)
			time.Sleep(20 * time.Millisecond) // a frame
			e.press("esc")
		}
	}
	e.press("ctrl+c")
	_ = e.end()
	for _, bad := range []string{"\x1b]0;owned", "\x1b[2J\u202e", "\u202e", "\u009b", "\a"} {
		if strings.Contains(e.sent(), bad) {
			at := strings.Index(e.sent(), bad)
			t.Errorf("%q was sent: %q", bad, e.sent()[max(0, at-200):min(len(e.sent()), at+80)])
		}
	}
	if !strings.Contains(e.sent(), "evil") {
		t.Error("the name was never drawn")
	}
}

// TestAPanicGivesTheTerminalBack and writes the panic's text into the log.
func TestAPanicGivesTheTerminalBack(t *testing.T) {
	told := make(chan string, 8)
	h := testHouse()
	h.Plans.Estimate = func(*bench.Plan) Estimate { panic("out of order") }
	e := on(t, h, Options{Panicked: func(text string) { told <- text }})
	defer func() { onPanic = func(string) {} }()
	e.until("214")
	e.press("2")
	e.until("Llama 3.2 1B")
	e.press("enter")
	if err := e.end(); !errors.Is(err, tea.ErrProgramPanic) {
		t.Errorf("it ended with %v", err)
	}
	if sent := e.sent(); strings.LastIndex(sent, "\x1b[?1049l") < strings.LastIndex(sent, "\x1b[?1049h") {
		t.Error("the terminal was not given back")
	}
	select {
	case text := <-told:
		if !strings.Contains(text, "out of order") || !strings.Contains(text, "plan_make.go") {
			t.Errorf("it was told %q", text)
		}
	default:
		t.Error("nothing was told")
	}
}

// TestWhoeverLookedAwayIsCalled: the bell rings when a session of more than a
// minute ends.
func TestWhoeverLookedAwayIsCalled(t *testing.T) {
	for length, want := range map[time.Duration]int{30 * time.Second: 0, 2 * time.Minute: 1} {
		m, _ := started(t, nil)
		calls := 0
		m.bell = func() { calls++ }
		m.follow("new")
		m.session.Started, m.session.Finished = clock, clock.Add(length)
		m.ended(feedMsg{feed: m.feed, name: "new", batch: Batch{Ended: true}})
		if calls != want {
			t.Errorf("after %v: called %d times", length, calls)
		}
	}
}

func TestNoticesGoByThemselves(t *testing.T) {
	m, _ := started(t, nil)
	m.do(good("it is done"))
	if !strings.Contains(m.View(), "it is done") {
		t.Fatal("it is not shown")
	}
	m.do(good("another one"))
	m.Update(quietMsg{m.noticeN - 1}) // the time of the first notice is over
	if !strings.Contains(m.View(), "another one") {
		t.Error("it went with the one before it")
	}
	m.Update(quietMsg{m.noticeN})
	if strings.Contains(m.View(), "another one") {
		t.Error("it stays")
	}
}
