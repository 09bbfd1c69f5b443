package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"dragstrip/bench/lazyregexp"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/widget"
)

// The smallest size in which the screens can be drawn.
const (
	leastWidth  = 40
	leastHeight = 12
)

// View draws the whole screen. It never has more lines than the terminal,
// because Bubble Tea drops surplus lines from the top.
func (m *root) View() string {
	defer recordPanic()
	switch {
	case m.quitting || m.width <= 0 || m.height <= 0:
		return ""
	case m.width < leastWidth || m.height < leastHeight:
		return m.Plainly(tooSmall(m.width, m.height))
	}
	at := framesOf(m.width, m.height)
	body := m.screens[m.at].view(m.width, at.body)
	if n := len(m.dialogs); n > 0 {
		body = widget.Over(body, withMargin(m.dialogs[n-1].view(m.desk, m.width-2, at.body)), m.width)
	}
	m.putNotice(body)
	var lines widget.Block
	lines = append(lines, widget.Left(m.firstLine(), m.width))
	if at.screens > 0 {
		lines = append(lines, m.screenLine())
	}
	for range at.blank {
		lines = append(lines, strings.Repeat(" ", m.width))
	}
	lines = append(lines, body...)
	lines = append(lines, m.lastLine())
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return m.Plainly(lines.String())
}

// putNotice writes the notice over the last lines of the body. It takes as many
// lines as it needs, but never more than half of the body.
func (m *root) putNotice(body widget.Block) {
	if m.notice.text == "" || len(body) == 0 {
		return
	}
	lines := linebreak.Lines(m.notice.text, m.width-2)
	if most := max(len(body)/2, 1); len(lines) > most {
		lines = append(lines[:most-1], widget.Cut(strings.Join(lines[most-1:], " "), m.width-2, m.More))
	}
	first := len(body) - len(lines)
	if first > 0 && headsIndented(body[first-1], body[first]) { // a heading alone would say that there is nothing
		body[first-1] = strings.Repeat(" ", m.width)
	}
	for i, line := range lines {
		body[first+i] = widget.Left(" "+m.Paint(m.notice.tone, line), m.width)
	}
}

// heading matches a line that has only words, as headings have.
var heading = lazyregexp.New(`^ [A-Z][a-z]+( [a-z]+)*$`)

// headsIndented tells whether a line is the heading of the line below it, which is
// indented further.
func headsIndented(line, below string) bool {
	below = ansi.Strip(below)
	return heading.MatchString(strings.TrimRight(ansi.Strip(line), " ")) && strings.HasPrefix(below, "   ") && strings.TrimSpace(below) != ""
}

// withMargin adds a space on both sides of a dialog.
func withMargin(dialog widget.Block) widget.Block {
	for i := range dialog {
		dialog[i] = " " + dialog[i] + " "
	}
	return dialog
}

// frames are the heights of the parts of the screen.
//
//	dragstrip  host · machine · bandwidth             AC · 6 % busy   1
//	1 Machine  2 Models  3 Plan …                       ? help   screens
//	                                                             blank
//	the screen                                                   body
//	(a notice takes its last lines)
//	enter choose · …                                             1
type frames struct{ screens, blank, body int }

func framesOf(_, height int) frames {
	f := frames{screens: 1, blank: 1}
	if height < 18 {
		f.blank = 0
	}
	f.body = height - 2 - f.screens - f.blank
	return f
}

func tooSmall(width, height int) string {
	text := fmt.Sprintf("dragstrip needs %d x %d; this is %d x %d", leastWidth, leastHeight, width, height)
	lines := linebreak.Lines(text, width)
	return strings.Join(lines[:min(len(lines), height)], "\n")
}

// lastLine lists the keys that work now.
func (m *root) lastLine() string {
	keys := m.screens[m.at].keys()
	if n := len(m.dialogs); n > 0 {
		keys = m.dialogs[n-1].keys()
	} else if !m.screens[m.at].typing() {
		keys = append(keys, keyHelp, keyQuit)
	}
	return m.keyLine(keys, m.width-1)
}
