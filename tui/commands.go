package tui

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
)

// Messages. Those that answer something that can be asked again carry the
// number of the question; older answers are dropped.
type (
	describedMsg struct{ machine bench.Machine }
	bandwidthMsg struct {
		bandwidth bench.Bandwidth
		err       error
	}
	findingsMsg struct{ findings []Finding }
	buildsMsg   struct {
		ask      int
		builds   []bench.EngineBuild
		problems []string
	}
	// feedMsg is news of a session.
	feedMsg struct {
		feed  Feed
		name  string
		batch Batch
		err   error
	}
	// openedMsg is a session of the history, read whole.
	openedMsg struct {
		name    string
		session *bench.Session
		err     error
	}
	// actMsg brings an action from a command.
	actMsg struct{ action }
	// beatMsg comes once a second while something moves.
	beatMsg struct{ n int }
	// freshMsg says that something arrived that is to be seen at once.
	freshMsg struct{}
	// quietMsg ends a notice.
	quietMsg struct{ n int }
	// streamMsg is some of what a stream gave, and how to get more.
	streamMsg[T any] struct {
		ask   int
		items []T
		ended bool
		tail  []string // what the producer said at its end
		next  tea.Cmd
	}
)

// act makes a command that does something and answers with an action.
func act(do func() action) tea.Cmd {
	return func() tea.Msg { return actMsg{do()} }
}

// gatherEvery is how long a stream gathers before it tells the screen.
const gatherEvery = 100 * time.Millisecond

// stream runs a producer beside the program and brings what it gives in
// batches. Nothing is left out: the producer waits for the screen. It ends
// with ctx.
func stream[T any](ctx context.Context, ask int, produce func(ctx context.Context, each func(T)) []string) tea.Cmd {
	items := make(chan T, 256)
	tail := make(chan []string, 1)
	go safely(func() {
		var said []string
		defer func() { tail <- said; close(items) }()
		said = produce(ctx, func(v T) {
			select {
			case items <- v:
			case <-ctx.Done():
			}
		})
	})
	var next tea.Cmd
	next = func() tea.Msg {
		msg := streamMsg[T]{ask: ask, next: next}
		deadline := time.NewTimer(time.Hour)
		defer deadline.Stop()
		for {
			select {
			case v, more := <-items:
				if !more {
					msg.ended, msg.tail, msg.next = true, <-tail, nil
					return msg
				}
				if len(msg.items) == 0 {
					deadline.Reset(gatherEvery)
				}
				msg.items = append(msg.items, v)
			case <-deadline.C:
				return msg
			case <-ctx.Done():
				return nil
			}
		}
	}
	return next
}

// onPanic is told what a goroutine of ours died of; cli writes it to a log.
var onPanic = func(string) {}

// safely keeps a panic beside the program from taking the terminal with it:
// Bubble Tea guards only its own goroutines.
func safely(do func()) {
	defer func() {
		if r := recover(); r != nil {
			onPanic(fmt.Sprintf("%v\n%s", r, debug.Stack()))
		}
	}()
	do()
}

func (m *root) describe() tea.Cmd {
	return func() tea.Msg { return describedMsg{m.desk.Machine.Describe(m.ctx)} }
}

func (m *root) judge() tea.Cmd {
	return func() tea.Msg { return findingsMsg{m.desk.Machine.Fitness(m.ctx)} }
}

func (m *root) measureMemory() tea.Cmd {
	return func() tea.Msg {
		b, err := m.desk.Machine.Measure(m.ctx)
		return bandwidthMsg{b, err}
	}
}

func (m *root) findBuilds() tea.Cmd {
	m.buildAsk++
	ask := m.buildAsk
	return func() tea.Msg {
		builds, problems := m.Engines.Find(m.ctx)
		return buildsMsg{ask, builds, problems}
	}
}

func (m *root) findModels() tea.Cmd {
	m.modelAsk++
	if m.stopModels != nil {
		m.stopModels()
	}
	ctx, stop := context.WithCancel(m.ctx)
	m.stopModels = stop
	machine, gbps := m.machine, m.measuredGBps()
	return stream(ctx, m.modelAsk, func(ctx context.Context, each func(Model)) []string {
		return m.Models.Find(ctx, machine, gbps, each)
	})
}

// watchMachine reads the load for the first line while nothing is measured;
// while something is, its bench process does.
func (m *root) watchMachine() tea.Cmd {
	if m.stopWatch != nil {
		return nil
	}
	ctx, stop := context.WithCancel(m.ctx)
	m.stopWatch = stop
	return stream(ctx, 0, func(ctx context.Context, each func(bench.Reading)) []string {
		m.desk.Machine.Watch(ctx, each)
		return nil
	})
}

func (m *root) readFeed(feed Feed, name string) tea.Cmd {
	ctx := m.feedCtx
	return func() tea.Msg {
		b, err := feed.Next(ctx)
		return feedMsg{feed, name, b, err}
	}
}

func (m *root) openPast(name string) tea.Cmd {
	return func() tea.Msg {
		s, err := m.Sessions.Open(m.ctx, name)
		return openedMsg{name, s, err}
	}
}

func beat(n int) tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return beatMsg{n} })
}
