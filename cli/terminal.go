package cli

import (
	"os"
	"strings"
	"sync"

	"github.com/charmbracelet/x/ansi"
)

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
