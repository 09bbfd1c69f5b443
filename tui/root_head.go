package tui

import (
	"fmt"
	"math"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// firstLine names the machine and its state. It never scrolls away.
func (m *root) firstLine() string {
	right := m.loadText()
	room := m.width - widget.Width(right) - 3
	name := m.Paint(theme.Focus, "dragstrip")
	if m.Demo {
		label := "DEMO, a recording"
		if m.width < 80 { // the figures need the room
			label = "DEMO"
		}
		name += " " + m.Paint(theme.Warn, label)
	}
	if !m.described {
		return widget.Ends(" "+name+m.Paint(theme.Muted, "  looking at this machine"+m.More), right, m.width-1)
	}
	host, line := bench.Clean(m.machine.HostName), bench.Clean(m.machine.Line)
	spec, measured := m.bandwidthTexts()
	room -= widget.Width(name) + 3
	text := shorter(widget.Width, room,
		m.dotted(host, line, spec+" spec", measured),
		m.dotted(host, bench.Clean(m.machine.CPU), spec, measured),
		m.dotted(host, spec, measured),
		m.dotted(spec, measured), spec, measured)
	if spec == "" {
		text = shorter(widget.Width, room, m.dotted(host, line, measured), m.dotted(line, measured), m.dotted(host, measured), measured,
			strings.Replace(measured, " measured", "", 1)) // so that the sign of a doubt is not cut off
	}
	return widget.Ends(" "+name+"  "+widget.Cut(text, room, m.More), m.Paint(theme.Muted, right), m.width-1)
}

func (m *root) bandwidthTexts() (spec, measured string) {
	if m.machine.SpecifiedGBps > 0 {
		spec = bench.FormatGBps(m.machine.SpecifiedGBps)
	}
	switch peak := m.bestProbe().PeakGBps; {
	case peak > 0:
		measured = bench.FormatFigure(peak) + " measured"
		if spec == "" {
			measured = bench.FormatGBps(peak) + " measured"
		}
		measured += m.bestProbe().Ceiling(0).Doubt()
	case m.measuring:
		measured = "measuring" + m.More
	}
	return spec, measured
}

func (m *root) loadText() string {
	busy := ""
	if m.busy != nil {
		busy = fmt.Sprintf("%.0f %% busy", 100**m.busy)
	}
	return m.dotted(bench.Clean(m.machine.Power), busy)
}

// steady is how far the load must change before a new figure is shown. Smaller
// changes tell nothing, and each new figure would be sent over the connection.
const steady = 0.05

// noteLoad keeps how busy the machine is. It tells whether the figure on the
// screen changes.
func (m *root) noteLoad(r bench.Reading) bool {
	if !otherLoad(m.busy, r.CPUBusy) {
		return false
	}
	m.busy = new(*r.CPUBusy)
	return true
}

// otherLoad tells whether the load has changed enough to be shown anew. nil
// means not known.
func otherLoad(shown, now *float64) bool {
	return now != nil && (shown == nil || math.Abs(*now-*shown) >= steady)
}

// saysFitness tells whether the visible screen says if the machine is fit to
// measure. Such a screen checks again when the load has changed.
func (m *root) saysFitness() bool {
	return !m.live && m.fitKnown && (m.at == atMachine || m.at == atPlan)
}

// screenLine lists the screens. A narrow terminal shows only the name of the
// current screen.
func (m *root) screenLine() string {
	texts, gap := m.screenTexts()
	for i, text := range texts {
		tone := theme.Muted
		if screenNumber(i) == m.at {
			tone = theme.Focus
		}
		texts[i] = m.Paint(tone, text)
	}
	return widget.Ends(" "+strings.Join(texts, strings.Repeat(" ", gap)), m.Paint(theme.Muted, "? help")+" ", m.width)
}

// screenTexts are the screens' names as they are shown side by side, with gap
// cells between two.
func (m *root) screenTexts() (texts []string, gap int) {
	all := len(" ") + len("? help") + len("  ")
	for i, name := range screenNames {
		texts = append(texts, fmt.Sprintf("%d %s", i+1, name))
		all += len(texts[i]) + 2
	}
	if all-2 <= m.width {
		return texts, 2
	}
	for i := range texts {
		if screenNumber(i) != m.at {
			texts[i] = fmt.Sprint(i + 1)
		}
	}
	return texts, 1
}
