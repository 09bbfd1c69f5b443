package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui"
)

// showScreens runs the screens until the user leaves them. A session that is
// being measured continues.
func (e *env) showScreens(s screenFlags, attach string) error {
	// One thread, and a garbage collector that rarely runs, disturb the engine
	// least. The limit of 30 MiB leaves room for the program itself within its
	// budget of 40 MiB.
	cores := &processors{}
	cores.one()
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(30 << 20)

	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	terminal := &terminal{in: os.Stdin, out: os.Stdout}
	width, height := terminal.size()
	house := tui.House{}
	if s.demo {
		var err error
		if house, err = demoHouse(); err != nil {
			return fmt.Errorf("read the recording: %w", err)
		}
		attach = demoSession
	} else {
		house = e.house(ctx, cores)
	}
	leaving := sync.OnceFunc(func() {
		// A terminal that no longer reads must not keep the program from
		// ending.
		time.AfterFunc(2*time.Second, func() { os.Exit(exitInterrupted) })
	})
	context.AfterFunc(ctx, leaving)
	model := tui.New(ctx, house, tui.Options{
		Theme: s.theme(e), Attach: attach, Width: width, Height: height,
		Clipboard: func(text string) { terminal.say(clipboardSequence(e.getenv, text)) },
		Bell:      func() { terminal.say("\a") },
		Panicked:  e.logPanic,
		Leaving:   leaving,
		Mouse:     s.mouse,
	})
	err := terminal.run(ctx, newFrames(model, terminal.say, width, height))
	switch {
	case ctx.Err() != nil:
		return exitError(exitInterrupted)
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("the screens crashed; a running benchmark keeps running (`dragstrip attach --plain` shows it). The log is %s", e.places.screensLog())
	case err != nil:
		return fmt.Errorf("show the screens: %w", err)
	}
	if live, ok := e.sessions().Live(); ok && !s.demo {
		fmt.Fprintf(e.told(), "Session %s keeps running; `dragstrip attach` shows it again.\n", live.Name())
	}
	return nil
}

// logPanic writes to a log why a goroutine died.
func (e *env) logPanic(what string) {
	if os.MkdirAll(e.places.state, 0o700) != nil {
		return
	}
	f, err := os.OpenFile(e.places.screensLog(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	fmt.Fprintf(f, "%s dragstrip %s\n%s\n\n", time.Now().Format(time.RFC3339), Version, what)
}

// house gives all rooms together.
func (e *env) house(ctx context.Context, cores *processors) tui.House {
	silent := *e
	silent.out, silent.err, silent.in = io.Discard, io.Discard, nil
	silent.tty, silent.inTTY = false, false
	r := newRooms(&silent, cores)
	go r.known.read(ctx, r.places.store(), r.describe)
	return tui.House{
		Machine: r.machineRoom(), Engines: r.engineRoom(), Models: r.modelRoom(),
		Plans: r.planRoom(ctx), Sessions: r.sessionRoom(ctx), WhatIf: r.whatIfRoom(), Now: time.Now, Quoted: quoted,
	}
}
