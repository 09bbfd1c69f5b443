package tui

import (
	"slices"
	"strings"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// help lists what every key does on this screen and everywhere, and what the
// signs on this screen mean.
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
	own := m.screens[m.at].keys()
	add(screenNames[m.at], helpOf(own))
	add("Everywhere", slices.Concat(
		[]keyHelpLine{{"1 … 6, tab, shift+tab", "the screens", false}, together("up, down", keyUp, keyDown), together("a page up, down", keyPageUp, keyPageDn), together("first, last", without(own, keyHome), keyEnd)},
		helpOf([]binding{keyCopy, keyBack, keyQuit, keyQuitNow, keySuspend})))
	lines = append(lines, "", m.Paint(theme.Strong, "Signs"))
	for _, s := range m.signsAt(m.at) {
		lines = append(lines, "  "+m.Paint(s.tone, widget.Left(s.text, 24))+" "+s.meaning)
	}
	if command := m.screens[m.at].command(); command != "" {
		lines = append(lines, "", m.Paint(theme.Strong, "The same on the command line"), "  "+bench.Clean(command))
	}
	return &pager{title: "Help", lines: lines}
}

type keyHelpLine struct {
	key, what string
	off       bool
}

// without is a binding without the keys that a screen uses for something else.
func without(own []binding, b binding) binding {
	taken := func(k string) bool {
		return slices.ContainsFunc(own, func(o binding) bool { return slices.Contains(o.Keys(), k) && o.Help() != keyScroll.Help() })
	}
	b.SetKeys(slices.DeleteFunc(slices.Clone(b.Keys()), taken)...)
	return b
}

// together lists several keys on one line.
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
