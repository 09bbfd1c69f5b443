package tui

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/bench/linebreak"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// help says what every key of this screen does, what the screen's signs mean,
// and what the keys that work everywhere do.
func (m *root) help() dialog {
	own, screen := m.screens[m.at].keys(), screenNames[m.at]
	signs := helpPart{title: "Signs"}
	for _, s := range m.signsAt(m.at) {
		signs.lines = append(signs.lines, helpLine{lead: s.text, text: s.meaning, tone: s.tone})
	}
	everywhere := append([]helpLine{
		{lead: "1 " + m.More + " " + fmt.Sprint(int(screenCount)), text: "Go to the screen with this number", tone: theme.Accent},
		{lead: "tab, shift+tab", text: "Go to the next screen, or to the one before", tone: theme.Accent},
	}, helpOf(screen, []binding{keyUp, keyDown, keyPageUp, keyPageDn, without(own, keyHome), keyEnd, without(own, keyCopy), keyBack, keyQuit, keyQuitNow, keySuspend})...)
	parts := []helpPart{{"Keys of " + screen, helpOf(screen, own)}, signs, {"Keys on every screen", everywhere}}
	if command := m.screens[m.at].command(); command != "" {
		parts = append(parts, helpPart{"The same on the command line", []helpLine{{text: bench.Clean(command)}}})
	}
	return &pager{title: "Help", lay: func(width int) []string { return layHelp(m.desk, parts, width) }}
}

// helpPart is a heading of the help with its lines.
type helpPart struct {
	title string
	lines []helpLine
}

// helpLine is a key or a sign, and what it means.
type helpLine struct {
	lead, text string
	tone       theme.Tone // the tone of lead
	off        bool       // a key that does nothing now
}

// layHelp writes keys and signs in one column, and their meanings in a second
// column.
func layHelp(d *desk, parts []helpPart, width int) []string {
	var out []string
	for i, part := range parts {
		if i > 0 {
			out = append(out, "")
		}
		out = append(out, d.Paint(theme.Strong, part.title))
		column := 0
		for _, l := range part.lines {
			column = max(column, widget.Width(l.lead))
		}
		for _, l := range part.lines {
			lead, tone := widget.Left(l.lead, column)+"  ", theme.Plain
			if l.lead == "" {
				lead = ""
			}
			if l.off {
				l.tone, tone = theme.Muted, theme.Muted
			}
			for k, text := range linebreak.Lines(l.text, max(width-2-widget.Width(lead), 8)) {
				if k > 0 {
					lead = strings.Repeat(" ", widget.Width(lead))
				}
				out = append(out, "  "+d.Paint(l.tone, lead)+d.Paint(tone, text))
			}
		}
	}
	return out
}

// without removes from a binding the keys that a screen uses for something
// else.
func without(own []binding, b binding) binding {
	taken := func(k string) bool {
		return slices.ContainsFunc(own, func(o binding) bool { return slices.Contains(o.Keys(), k) && o.Help() != keyScroll.Help() })
	}
	b.SetKeys(slices.DeleteFunc(slices.Clone(b.Keys()), taken)...)
	return b
}

// helpOf explains the keys of some bindings.
func helpOf(screen string, keys []binding) []helpLine {
	var out []helpLine
	for _, k := range keys {
		shown := slices.Clone(k.Keys())
		if len(shown) == 0 { // the screen has the key of this binding, and says so itself
			continue
		}
		if at := slices.Index(shown, " "); at >= 0 {
			shown[at] = "space"
		}
		lead := strings.Join(shown, ", ")
		if len(shown) > 2 {
			lead = k.Help().Key // a sign that stands for all keys of the binding
		}
		out = append(out, helpLine{lead, explain(screen, k.Help().Desc), theme.Accent, !k.Enabled()})
	}
	return out
}
