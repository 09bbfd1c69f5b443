package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"dragstrip/tui"
	"dragstrip/tui/theme"
)

// screenFlags say how the screens are drawn.
type screenFlags struct {
	plain, ascii, utf8, noColor, mouse, demo bool
}

func (s *screenFlags) define(f *flags) {
	f.BoolVar(&s.plain, "plain", false, "no screens: lines of text")
	f.BoolVar(&s.ascii, "ascii", false, "draw with ASCII alone")
	f.BoolVar(&s.utf8, "utf8", false, "draw with UTF-8 whatever the locale says")
	f.BoolVar(&s.mouse, "mouse", false, "the wheel and clicks on screen names work, too, except while something is measured")
	f.BoolVar(&s.noColor, "no-color", false, "no colours (like NO_COLOR)")
}

func (s *screenFlags) theme(e *env) *theme.Theme {
	o := theme.FromEnv(e.getenv)
	o.ASCII = (o.ASCII || s.ascii) && !s.utf8
	o.Color = o.Color && !s.noColor
	return theme.New(o)
}

// screensVerb is `dragstrip` without a verb.
func screensVerb(e *env, args []string) error {
	f := e.flags("screens", "[FLAGS]\n\nThe screens, which is what dragstrip alone does too. Without a terminal: like dragstrip run.")
	var s screenFlags
	s.define(f)
	f.BoolVar(&s.demo, "demo", false, "replay a recorded session, labelled as such, for a look without an engine")
	if rest, err := f.parse(e, args); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("screens takes no arguments")
	}
	switch {
	case s.plain && e.inTTY:
		return e.askPlainly()
	case !e.canShow() && (s.demo || len(args) > 0 && !s.plain):
		why := "and input or output is none"
		if term := e.getenv("TERM"); term == "" || term == "dumb" {
			why = fmt.Sprintf("that can be drawn on (TERM is %q)", term)
		}
		return fmt.Errorf("the screens need a terminal, %s; `dragstrip run`, `dragstrip machine` and the other verbs print lines", why)
	case !e.canShow() && e.tty && e.inTTY: // somebody is there, who did not ask for a benchmark
		return e.askPlainly()
	case !e.canShow():
		return runVerb(e, nil)
	}
	return e.showScreens(s, "")
}

// canShow tells whether there is a terminal on which screens can be drawn.
func (e *env) canShow() bool {
	kind := e.getenv("TERM")
	return e.tty && e.inTTY && kind != "dumb" && (kind != "" || runtime.GOOS == "windows")
}

// house gives the screens their functions. What verbs tell people on the way
// has no place on a screen and is left out.
func (e *env) house(ctx context.Context) tui.House {
	silent := *e
	silent.out, silent.err, silent.in = io.Discard, io.Discard, nil
	silent.tty, silent.inTTY = false, false
	q := &silent
	known := &speeds{}
	go known.read(ctx, q.places.store())
	return tui.House{
		Machine: q.machineRoom(), Engines: q.engineRoom(), Models: q.modelRoom(),
		Plans: q.planRoom(ctx, known), Sessions: q.sessionRoom(known), Now: time.Now,
	}
}

// framesPerSecond bounds how often the terminal is written to. Wake-ups
// disturb the engine, so it is little more than what feels immediate.
const framesPerSecond = 10

// showScreens runs the screens until somebody leaves them. A session that is
// being measured does not notice.
func (e *env) showScreens(s screenFlags, attach string) error {
	// Few threads and a collector that rarely runs: the engine's threads wait
	// for each other hundreds of times a token, and every wake-up of ours
	// holds all of them up.
	runtime.GOMAXPROCS(min(2, runtime.NumCPU()))
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(36 << 20)

	ctx, cancel := signal.NotifyContext(context.Background(), watchedSignals...)
	defer cancel()
	terminal := &terminal{File: os.Stdout}
	width, height, _ := term.GetSize(int(os.Stdout.Fd()))
	house := tui.House{}
	if s.demo {
		var err error
		if house, err = demoHouse(); err != nil {
			return fmt.Errorf("read the recording: %w", err)
		}
		attach = demoSession
	} else {
		house = e.house(ctx)
	}
	leaving := sync.OnceFunc(func() {
		// A terminal that has stopped reading must not keep us.
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
	program := tea.NewProgram(model, tea.WithContext(ctx), tea.WithAltScreen(), tea.WithFPS(framesPerSecond),
		tea.WithInput(os.Stdin), tea.WithOutput(terminal), tea.WithoutSignalHandler())
	terminal.paintFirst(model.View())
	_, err := program.Run()
	switch {
	case ctx.Err() != nil:
		return exitError(exitInterrupted)
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("the screens broke; a benchmark that was running goes on (`dragstrip attach --plain` shows it). The log is %s", e.panicLog())
	case err != nil:
		return fmt.Errorf("show the screens: %w", err)
	}
	if live, ok := e.liveSession(); ok && !s.demo {
		fmt.Fprintf(e.out, "Session %s goes on. `dragstrip attach` shows it again.\n", live.Name())
	}
	return nil
}

// terminal is the standard output, written to by one at a time: what is put
// on the clipboard must not land in the middle of a frame.
type terminal struct {
	*os.File
	one     sync.Mutex
	painted bool // paintFirst was here, and nothing was erased since
}

func (t *terminal) Write(p []byte) (int, error) {
	t.one.Lock()
	defer t.one.Unlock()
	if t.painted {
		switch string(p) {
		case ansi.SetModeAltScreenSaveCursor:
			return len(p), nil // it is on already, and would erase again
		case ansi.EraseEntireScreen:
			t.painted = false
			return len(p), nil
		}
	}
	return t.File.Write(p)
}

// WriteString goes the same way: the file has one of its own.
func (t *terminal) WriteString(s string) (int, error) { return t.Write([]byte(s)) }

// paintFirst draws the first frame at once. Bubble Tea paints when its ticker
// comes round, a tenth of a second later at our pace; what it erases before
// that is left standing, and its own first frame covers every line.
func (t *terminal) paintFirst(frame string) {
	if frame == "" {
		return
	}
	t.say(ansi.SetModeAltScreenSaveCursor + ansi.EraseEntireScreen + ansi.CursorHomePosition + strings.ReplaceAll(frame, "\n", "\r\n"))
	t.one.Lock()
	defer t.one.Unlock()
	t.painted = true
}

func (t *terminal) say(text string) { _, _ = t.Write([]byte(text)) }

// clipboardSequence asks the person's own terminal to copy (OSC 52), through
// tmux and screen where they are between.
func clipboardSequence(getenv func(string) string, text string) string {
	copy := ansi.SetSystemClipboard(text)
	switch {
	case getenv("TMUX") != "":
		return copy + ansi.TmuxPassthrough(copy)
	case getenv("STY") != "":
		return ansi.ScreenPassthrough(copy, 76)
	}
	return copy
}

func (e *env) panicLog() string { return filepath.Join(e.places.state, "screens.log") }

// logPanic keeps what a goroutine died of.
func (e *env) logPanic(what string) {
	if os.MkdirAll(e.places.state, 0o700) != nil {
		return
	}
	f, err := os.OpenFile(e.panicLog(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer f.Close()
	fmt.Fprintf(f, "%s dragstrip %s\n%s\n\n", time.Now().Format(time.RFC3339), Version, what)
}
