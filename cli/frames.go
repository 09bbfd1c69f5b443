package cli

import (
	"strings"
	"time"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// frames draws the screens when they have changed, and at no other time. Bubble
// Tea's own renderer checks many times a second whether there is something to
// draw, even if nothing happens for hours. Each check takes a processor from
// the engine for a moment.
type frames struct {
	model tea.Model
	say   func(string) // writes to the terminal
	size  func() (width, height int)
	now   func() time.Time

	width, height int
	sized         bool      // a size was received since the start
	shown         []string  // the lines on the terminal; nil if not known
	drawn         time.Time // when they were drawn
	due           bool      // a frameDueMsg is on its way
}

// frameEvery is the shortest time between two frames. The first change after a
// quiet moment is drawn at once. Changes that follow are collected and drawn
// together.
const frameEvery = 100 * time.Millisecond

// frameDueMsg says that the next frame may be drawn.
type frameDueMsg struct{}

func newFrames(model tea.Model, say func(string), width, height int) *frames {
	return &frames{model: model, say: say, now: time.Now, width: width, height: height}
}

func (f *frames) Init() tea.Cmd { return f.model.Init() }

// View is empty, because Bubble Tea's renderer is not used.
func (f *frames) View() string { return "" }

func (f *frames) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case frameDueMsg:
		f.due = false
		f.draw()
		return f, nil
	case tea.ResumeMsg:
		f.shown = nil // another program had the terminal
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

// resize forgets which lines are shown, because a terminal may have moved them.
// There is one exception. The first size after the start is usually the size
// that is already known. Then the lines are kept.
func (f *frames) resize(msg tea.WindowSizeMsg) {
	if same := msg.Width == f.width && msg.Height == f.height; f.sized || !same {
		f.shown = nil
	}
	f.width, f.height, f.sized = msg.Width, msg.Height, true
}

// ask draws at once if the last frame was drawn long enough ago. Otherwise it
// draws when the time has come.
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

// first gives the first frame. The caller writes it to an empty terminal.
func (f *frames) first() string {
	frame := f.model.View()
	if frame == "" {
		return ""
	}
	f.shown = strings.Split(frame, "\n")
	return ansi.CursorHomePosition + strings.Join(f.shown, "\r\n")
}

// draw writes the parts of the lines that have changed.
func (f *frames) draw() {
	frame := f.model.View()
	if frame == "" {
		return // the size is not known yet, or the program is ending
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

// toEnd gives the end of a line as it is written. It is never wider than the
// room for it, and it erases the rest of an older, longer line.
func toEnd(text string, room int) string {
	text = ansi.Truncate(text, room, "")
	if ansi.StringWidth(text) < room {
		// If the line filled its row, this sequence would erase the last cell of the
		// line.
		text += ansi.EraseLineRight
	}
	return text
}

// kept tells how much of a line is on the terminal already. This part reaches
// from the beginning of the line to the first difference, or ends a little
// earlier. It ends where no style is active, so that the rest can begin with its
// own style. It never ends inside a character.
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

// styleEnd gives the length of the style sequence with which a text begins, or
// 0 if it begins with no such sequence.
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

// plainAt tells whether a new character certainly begins at this byte. If the
// byte may belong to a mark that combines with the character before it, plainAt
// says no.
func plainAt(text string, i int) bool { return i == len(text) || text[i] < utf8.RuneSelf }
