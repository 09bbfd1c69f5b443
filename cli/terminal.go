package cli

import (
	"context"
	"fmt"
	"os"
	"sync"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// terminal is the user's terminal. While it is taken, the screens have it.
// Before and after that, the shell has it. Only one goroutine at a time writes
// to it, so that a text for the clipboard does not land in the middle of a
// frame.
type terminal struct {
	in, out *os.File

	one   sync.Mutex
	undo  func() // gives the terminal back; nil while it is not taken
	mouse bool
}

// run takes the terminal while a program runs, and draws the program's frames.
// Bubble Tea reads keys and passes messages. It draws nothing, so it sets none
// of the terminal's modes either.
func (t *terminal) run(ctx context.Context, drawn *frames) error {
	heed := func(_ tea.Model, msg tea.Msg) tea.Msg { t.heed(msg); return msg }
	program := tea.NewProgram(drawn, tea.WithContext(ctx), tea.WithoutRenderer(), tea.WithoutSignalHandler(),
		tea.WithInput(t.in), tea.WithOutput(t.out), tea.WithFilter(heed))
	if err := t.take(drawn.first()); err != nil {
		return err
	}
	defer t.giveBack()
	drawn.size = t.size
	go watchSize(ctx, func() { program.Send(drawn.askSize()) })
	_, err := program.Run()
	return err
}

// take makes the terminal pass on every key. It opens an empty screen beside
// the screen of the shell, and draws the first frame on it.
func (t *terminal) take(frame string) error {
	t.one.Lock()
	defer t.one.Unlock()
	if t.undo != nil {
		return nil
	}
	before, err := term.MakeRaw(int(t.in.Fd()))
	if err != nil {
		return fmt.Errorf("take the terminal: %w", err)
	}
	undoSequences := understandSequences(t.out)
	t.undo = func() { undoSequences(); _ = term.Restore(int(t.in.Fd()), before) }
	t.write(ansi.SetModeAltScreenSaveCursor + ansi.EraseEntireScreen + ansi.CursorHomePosition +
		ansi.HideCursor + ansi.SetModeBracketedPaste + t.mouseModes() + frame)
	return nil
}

// giveBack restores the terminal for the shell.
func (t *terminal) giveBack() {
	t.one.Lock()
	defer t.one.Unlock()
	if t.undo == nil {
		return
	}
	t.write(ansi.ResetModeBracketedPaste + mouseOff + ansi.ShowCursor + ansi.ResetModeAltScreenSaveCursor)
	t.undo()
	t.undo = nil
}

const (
	mouseOn  = ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr
	mouseOff = ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseExtSgr
)

func (t *terminal) mouseModes() string {
	if t.mouse {
		return mouseOn
	}
	return ""
}

// heed obeys messages in which Bubble Tea asks a renderer to change the
// terminal. It is called before Bubble Tea suspends the program or shows it
// again.
func (t *terminal) heed(msg tea.Msg) {
	switch msg {
	case tea.EnableMouseCellMotion():
		t.heedMouse(true)
	case tea.DisableMouse():
		t.heedMouse(false)
	case tea.Suspend():
		if canSuspend {
			t.giveBack()
		}
	case tea.ResumeMsg{}:
		_ = t.take("") // taking the terminal worked before
	}
}

func (t *terminal) heedMouse(on bool) {
	t.one.Lock()
	defer t.one.Unlock()
	if t.mouse = on; on {
		t.write(mouseOn)
	} else {
		t.write(mouseOff)
	}
}

// size is 0 by 0 if it is not known.
func (t *terminal) size() (width, height int) {
	width, height, _ = term.GetSize(int(t.out.Fd()))
	return width, height
}

func (t *terminal) say(text string) {
	t.one.Lock()
	defer t.one.Unlock()
	t.write(text)
}

func (t *terminal) write(text string) { _, _ = t.out.WriteString(text) }

// clipboardSequence asks the user's own terminal to copy a text (OSC 52). It
// works through tmux and screen, too.
func clipboardSequence(getenv func(string) string, text string) string {
	osc := ansi.SetSystemClipboard(text)
	switch {
	case getenv("TMUX") != "":
		return osc + ansi.TmuxPassthrough(osc)
	case getenv("STY") != "":
		return ansi.ScreenPassthrough(osc, 76)
	}
	return osc
}
