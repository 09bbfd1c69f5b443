package cli

import (
	"strings"
	"time"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// frames draws a model when it has changed, and at no other time. Bubble Tea's
// own renderer looks many times a second whether there is something to draw,
// also when nothing happens for hours, and each look takes a processor from the
// engine for a moment.
type frames struct {
	model tea.Model
	say   func(string) // to the terminal
	size  func() (width, height int)
	now   func() time.Time

	width, height int
	sized         bool      // the size was told since the start
	shown         []string  // the lines on the terminal; nil is not known
	drawn         time.Time // when that was
	due           bool      // a frame will be drawn when its time has come
}

// frameEvery bounds how often the terminal is written to: what comes after a
// quiet moment is drawn at once, what follows it is gathered.
const frameEvery = 100 * time.Millisecond

// frameDueMsg says that the next frame may be drawn.
type frameDueMsg struct{}

func newFrames(model tea.Model, say func(string), width, height int) *frames {
	return &frames{model: model, say: say, now: time.Now, width: width, height: height}
}

func (f *frames) Init() tea.Cmd { return f.model.Init() }

// View would be for Bubble Tea's renderer, and there is none.
func (f *frames) View() string { return "" }

func (f *frames) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case frameDueMsg:
		f.due = false
		f.draw()
		return f, nil
	case tea.ResumeMsg:
		f.shown = nil // the terminal was somebody else's
		return f, f.askSize
	case tea.WindowSizeMsg:
		f.resize(msg)
	}
	model, cmd := f.model.Update(msg)
	f.model = model
	return f, tea.Batch(cmd, f.ask())
}

// askSize gives the terminal's size as a message.
func (f *frames) askSize() tea.Msg {
	width, height := f.size()
	return tea.WindowSizeMsg{Width: width, Height: height}
}

// resize forgets what is shown: a terminal may have moved it. Only the size
// that is told right after the start is usually the one that is known.
func (f *frames) resize(msg tea.WindowSizeMsg) {
	if same := msg.Width == f.width && msg.Height == f.height; f.sized || !same {
		f.shown = nil
	}
	f.width, f.height, f.sized = msg.Width, msg.Height, true
}

// ask draws at once where the last frame is long enough ago, and else when its
// time comes.
func (f *frames) ask() tea.Cmd {
	if f.due {
		return nil
	}
	if rest := frameEvery - f.now().Sub(f.drawn); rest > 0 {
		f.due = true
		return tea.Tick(rest, func(time.Time) tea.Msg { return frameDueMsg{} })
	}
	f.draw()
	return nil
}

// first gives the first frame, which whoever asks puts on an empty terminal.
func (f *frames) first() string {
	frame := f.model.View()
	if frame == "" {
		return ""
	}
	f.shown = strings.Split(frame, "\n")
	return ansi.CursorHomePosition + strings.Join(f.shown, "\r\n")
}

// draw writes what has changed of the lines.
func (f *frames) draw() {
	frame := f.model.View()
	if frame == "" {
		return // the size is not known yet, or somebody is leaving
	}
	lines := strings.Split(frame, "\n")
	var b strings.Builder
	for i, line := range lines {
		bytes, cells := 0, 0
		if i < len(f.shown) {
			if f.shown[i] == line {
				continue
			}
			bytes, cells = kept(f.shown[i], line)
		}
		b.WriteString(ansi.CursorPosition(cells+1, i+1))
		b.WriteString(toEnd(line[bytes:], f.width-cells))
	}
	if (f.shown == nil || len(f.shown) > len(lines)) && len(lines) < f.height {
		b.WriteString(ansi.CursorPosition(1, len(lines)+1) + ansi.EraseScreenBelow)
	}
	f.shown = lines
	if b.Len() == 0 {
		return
	}
	f.drawn = f.now()
	b.WriteString(ansi.CursorPosition(1, len(lines)))
	f.say(b.String())
}

// toEnd is the end of a line as it is written: never wider than its room, and
// with nothing of an older line behind it.
func toEnd(text string, room int) string {
	text = ansi.Truncate(text, room, "")
	if ansi.StringWidth(text) < room {
		// After a line that fills its row, this would erase its last cell.
		text += ansi.EraseLineRight
	}
	return text
}

// kept is how much of a line stands on the terminal already: its beginning, up
// to where it differs from what was shown or a little before. It ends where no
// style is on, so that what follows brings its own, and not within a character.
func kept(shown, line string) (bytes, cells int) {
	styled := false
	for i := 0; i < min(len(shown), len(line)) && shown[i] == line[i]; {
		if line[i] == ansi.ESC {
			end := styleEnd(line[i:])
			if end == 0 || !strings.HasPrefix(shown[i:], line[i:i+end]) {
				break
			}
			styled = line[i:i+end] != ansi.ResetStyle && line[i:i+end] != "\x1b[0m"
			i += end
		} else {
			i++
		}
		if !styled && plainAt(shown, i) && plainAt(line, i) {
			bytes = i
		}
	}
	return bytes, ansi.StringWidth(line[:bytes])
}

// styleEnd is the length of the style that a text begins with; 0 is none.
func styleEnd(text string) int {
	if !strings.HasPrefix(text, "\x1b[") {
		return 0
	}
	for i := 2; i < len(text); i++ {
		switch c := text[i]; {
		case c == 'm':
			return i + 1
		case c < '0' || c > ';':
			return 0
		}
	}
	return 0
}

// plainAt tells whether a new character begins at a byte for sure: nothing that
// combines with the one before it.
func plainAt(text string, i int) bool { return i == len(text) || text[i] < utf8.RuneSelf }
