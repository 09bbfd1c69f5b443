package cli

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/vt"
)

// pages is a model that shows the text that it receives.
type pages struct{ text string }

type pageMsg string

func (p *pages) Init() tea.Cmd { return nil }
func (p *pages) View() string  { return p.text }
func (p *pages) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if text, is := msg.(pageMsg); is {
		p.text = string(text)
	}
	return p, nil
}

// drawnOn is what frames draw on an emulated terminal.
type drawnOn struct {
	*frames
	screen *vt.Emulator
	sent   int
	clock  time.Time
}

func newDrawnOn(width, height int) *drawnOn {
	d := &drawnOn{screen: vt.NewEmulator(width, height), clock: time.Unix(1e9, 0)}
	d.frames = newFrames(&pages{}, func(text string) { d.sent += len(text); d.screen.WriteString(text) }, width, height)
	d.now = func() time.Time { return d.clock }
	d.size = func() (int, int) { return width, height }
	return d
}

// lines gives the lines on the screen, without blanks at their ends.
func (d *drawnOn) lines() string {
	var out []string
	for line := range strings.SplitSeq(d.screen.String(), "\n") {
		out = append(out, strings.TrimRight(line, " \r"))
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

// Drawing only the changes must give the same screen as drawing everything,
// whatever was there before: styles, wide characters, and lines that grow,
// shrink or fill their row.
func TestFramesDrawWhatWasShown(t *testing.T) {
	parts := []string{"a", " 12 ", "\x1b[1mbold\x1b[0m", "\x1b[36m▁▂█\x1b[0m", "模型", "e\u0301", "·", "\x1b[90mgrey\x1b[m", "x\x1b[31m"}
	r := rand.New(rand.NewPCG(1, 2))
	d := newDrawnOn(30, 6)
	for range 800 {
		var lines []string
		for range 1 + r.IntN(6) {
			line := ""
			for range r.IntN(9) {
				line += parts[r.IntN(len(parts))]
			}
			lines = append(lines, line+"\x1b[0m")
		}
		d.clock = d.clock.Add(frameEvery)
		d.Update(pageMsg(strings.Join(lines, "\n")))
		whole := newDrawnOn(30, 6)
		whole.Update(pageMsg(strings.Join(lines, "\n")))
		if got := d.lines(); got != whole.lines() {
			t.Fatalf("drawn piece by piece:\n%s\nat once:\n%s\nfrom %q", got, whole.lines(), lines)
		}
	}
}

// If nothing changes, nothing is sent. If little changes, little is sent. Many
// messages at once make one frame.
func TestFramesAreFewAndSmall(t *testing.T) {
	d := newDrawnOn(100, 30)
	d.Update(pageMsg("\x1b[36m████████\x1b[0m 12 t/s  elapsed 0:15\nsecond line"))
	d.sent, d.clock = 0, d.clock.Add(time.Second)
	if _, cmd := d.Update(pageMsg(d.model.View())); d.sent != 0 || cmd != nil {
		t.Errorf("%d bytes for nothing, %v", d.sent, cmd)
	}
	d.Update(pageMsg("\x1b[36m████████\x1b[0m 12 t/s  elapsed 0:16\nsecond line"))
	if d.sent > 24 {
		t.Errorf("%d bytes for one digit", d.sent)
	}
	d.sent = 0
	_, due := d.Update(pageMsg("one"))
	_, more := d.Update(pageMsg("two"))
	if d.sent != 0 || due == nil || more != nil {
		t.Errorf("a frame came too early: %d bytes, %v, %v", d.sent, due, more)
	}
	d.clock = d.clock.Add(frameEvery)
	d.Update(frameDueMsg{})
	if d.lines() != "two" {
		t.Errorf("the screen shows %q", d.lines())
	}
	d.Update(tea.ResumeMsg{})
	d.screen.WriteString("\x1b[2J\x1b[H$ fg")
	d.clock = d.clock.Add(frameEvery)
	d.Update(d.askSize())
	if d.lines() != "two" {
		t.Errorf("after coming back the screen shows %q", d.lines())
	}
}
