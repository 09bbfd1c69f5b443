package tui

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// The smallest screen on which something sensible can be drawn.
const (
	leastWidth  = 40
	leastHeight = 12
)

// View draws the whole screen: never more lines than there are, because
// Bubble Tea drops what is too much from the top.
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
	if m.notice.text != "" && len(body) > 0 {
		body[len(body)-1] = widget.Left(" "+m.Paint(m.notice.tone, widget.Cut(m.notice.text, m.width-2, m.More)), m.width)
	}
	var lines widget.Block
	lines = append(lines, widget.Left(m.firstLine(), m.width))
	if at.places > 0 {
		lines = append(lines, m.placeLine())
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

// withMargin keeps a dialog apart from what it lies over.
func withMargin(dialog widget.Block) widget.Block {
	for i := range dialog {
		dialog[i] = " " + dialog[i] + " "
	}
	return dialog
}

// frames are the heights of the parts of the screen.
//
//	dragstrip  host · machine · bandwidth             AC · 6 % busy   1
//	1 Machine  2 Models  3 Plan …                       ? help   places
//	                                                             blank
//	the screen                                                   body
//	(its last line is the notice, while there is one)
//	enter choose · …                                             1
type frames struct{ places, blank, body int }

func framesOf(_, height int) frames {
	f := frames{places: 1, blank: 1}
	if height < 18 {
		f.blank = 0
	}
	f.body = height - 2 - f.places - f.blank
	return f
}

func tooSmall(width, height int) string {
	text := fmt.Sprintf("dragstrip needs %d x %d; this is %d x %d", leastWidth, leastHeight, width, height)
	lines := widget.Wrap(text, width)
	return strings.Join(lines[:min(len(lines), height)], "\n")
}

// firstLine says where you are. It never scrolls away.
func (m *root) firstLine() string {
	right := m.loadText()
	room := m.width - widget.Width(right) - 3
	name := m.Paint(theme.Focus, "dragstrip")
	if m.Demo {
		name += " " + m.Paint(theme.Warn, "DEMO, a recording")
	}
	if !m.described {
		return widget.Ends(" "+name+m.Paint(theme.Muted, "  looking at this machine"+m.More), right, m.width-1)
	}
	host, line := bench.Clean(m.machine.HostName), bench.Clean(m.machine.Line)
	spec, measured := m.bandwidthTexts()
	room -= widget.Width(name) + 3
	text := shorter(widget.Width, room,
		m.joined(host, line, spec+" spec", measured),
		m.joined(host, bench.Clean(m.machine.CPU), spec, measured),
		m.joined(host, spec, measured),
		m.joined(spec, measured), spec, measured)
	if spec == "" {
		text = shorter(widget.Width, room, m.joined(host, line, measured), m.joined(line, measured), m.joined(host, measured), measured)
	}
	return widget.Ends(" "+name+"  "+widget.Cut(text, room, m.More), m.Paint(theme.Muted, right), m.width-1)
}

func (m *root) bandwidthTexts() (spec, measured string) {
	if m.machine.SpecifiedGBps > 0 {
		spec = bench.FormatGBps(m.machine.SpecifiedGBps)
	}
	switch peak := m.measuredGBps(); {
	case peak > 0:
		measured = bench.FormatFigure(peak) + " measured"
		if spec == "" {
			measured = bench.FormatGBps(peak) + " measured"
		}
	case m.measuring:
		measured = "measuring" + m.More
	}
	return spec, measured
}

func (m *root) loadText() string {
	busy := ""
	if m.reading != nil && m.reading.CPUBusy != nil {
		busy = fmt.Sprintf("%.0f %% busy", 100**m.reading.CPUBusy)
	}
	return m.joined(bench.Clean(m.machine.Power), busy)
}

// placeLine lists the screens, or on a narrow terminal the one that is shown.
func (m *root) placeLine() string {
	texts, gap := m.placeTexts()
	for i, text := range texts {
		tone := theme.Muted
		if place(i) == m.at {
			tone = theme.Focus
		}
		texts[i] = m.Paint(tone, text)
	}
	return widget.Ends(" "+strings.Join(texts, strings.Repeat(" ", gap)), m.Paint(theme.Muted, "? help")+" ", m.width)
}

// placeTexts are the screens' names as they stand side by side, with so many
// columns between two.
func (m *root) placeTexts() (texts []string, gap int) {
	all := len(" ") + len("? help") + len("  ")
	for i, name := range placeNames {
		texts = append(texts, fmt.Sprintf("%d %s", i+1, name))
		all += len(texts[i]) + 2
	}
	if all-2 <= m.width {
		return texts, 2
	}
	for i := range texts {
		if place(i) != m.at {
			texts[i] = fmt.Sprint(i + 1)
		}
	}
	return texts, 1
}

// lastLine shows the keys that work now.
func (m *root) lastLine() string {
	keys := m.screens[m.at].keys()
	if n := len(m.dialogs); n > 0 {
		keys = m.dialogs[n-1].keys()
	} else if !m.screens[m.at].typing() {
		keys = append(keys, keyHelp, keyQuit)
	}
	return m.keyLine(keys, m.width-1)
}

// help lists what every key does here and everywhere.
func (m *root) help() dialog {
	var lines []string
	add := func(title string, keys []keyHelpLine) {
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, m.Paint(theme.Strong, title))
		for _, k := range keys {
			text := "  " + widget.Left(k.key, 24) + " " + k.what
			if k.off {
				text = m.Paint(theme.Muted, text)
			}
			lines = append(lines, text)
		}
	}
	add(placeNames[m.at], helpOf(m.screens[m.at].keys()))
	add("Everywhere", slices.Concat(
		[]keyHelpLine{{"1 … 6, tab, shift+tab", "the screens", false}, together("up, down", keyUp, keyDown), together("a page up, down", keyPageUp, keyPageDn), together("first, last", keyHome, keyEnd)},
		helpOf([]binding{keyCopy, keyBack, keyQuit, keyQuitNow, keySuspend})))
	if command := m.screens[m.at].command(); command != "" {
		lines = append(lines, "", m.Paint(theme.Strong, "The same on the command line"), "  "+bench.Clean(command))
	}
	return &pager{title: "Help", lines: lines}
}

type keyHelpLine struct {
	key, what string
	off       bool
}

// together is one line for keys of one kind.
func together(what string, keys ...binding) keyHelpLine {
	var shown []string
	for _, k := range keys {
		shown = append(shown, strings.Join(k.Keys(), " "))
	}
	return keyHelpLine{strings.Join(shown, ", "), what, false}
}

func helpOf(keys []binding) []keyHelpLine {
	var out []keyHelpLine
	for _, k := range keys {
		shown := strings.Join(k.Keys(), " ")
		shown = strings.TrimSpace(strings.ReplaceAll(" "+shown+" ", "   ", " space "))
		out = append(out, keyHelpLine{shown, k.Help().Desc, !k.Enabled()})
	}
	return out
}
