package cli

import (
	"strings"
	"time"

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

// draw writes the lines that have changed.
func (f *frames) draw() {
	frame := f.model.View()
	if frame == "" {
		return // the size is not known yet, or somebody is leaving
	}
	lines := strings.Split(frame, "\n")
	var b strings.Builder
	for i, line := range lines {
		if i < len(f.shown) && f.shown[i] == line {
			continue
		}
		b.WriteString(ansi.CursorPosition(1, i+1))
		b.WriteString(f.line(line))
	}
	if len(f.shown) == 0 || len(f.shown) > len(lines) {
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

// line is a line as it is written: never wider than the terminal, and with
// nothing of an older line behind it.
func (f *frames) line(text string) string {
	text = ansi.Truncate(text, f.width, "")
	if ansi.StringWidth(text) < f.width {
		// After a line that fills its row, this would erase its last cell.
		text += ansi.EraseLineRight
	}
	return text
}
