package tui

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// gatherEvery is how long a stream gathers items before it passes them on.
const gatherEvery = 100 * time.Millisecond

// stream runs a producer in the background and delivers its items in batches.
// After a pause the first item is delivered at once. Later items are gathered.
// Nothing is lost, because the producer waits for the screen. The stream ends
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
	var told time.Time
	next = func() tea.Msg {
		msg := streamMsg[T]{ask: ask, next: next}
		defer func() { told = time.Now() }()
		var due <-chan time.Time // nil if there is nothing to deliver
		for {
			select {
			case v, more := <-items:
				if !more {
					msg.ended, msg.tail, msg.next = true, <-tail, nil
					return msg
				}
				msg.items = append(msg.items, v)
				rest := gatherEvery - time.Since(told)
				if rest <= 0 && len(items) == 0 {
					return msg
				}
				if due == nil {
					due = time.After(rest)
				}
			case <-due:
				return msg
			case <-ctx.Done():
				return nil
			}
		}
	}
	return next
}

// onPanic receives the text of a panic in one of our goroutines; cli writes it
// to a log.
var onPanic = func(string) {}

// safely recovers from a panic in one of our goroutines. Bubble Tea recovers
// only from panics in its own goroutines. After any other panic the terminal
// would be unusable.
func safely(do func()) {
	defer func() {
		if r := recover(); r != nil {
			onPanic(fmt.Sprintf("%v\n%s", r, debug.Stack()))
		}
	}()
	do()
}
