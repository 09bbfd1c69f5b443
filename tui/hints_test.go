package tui

import (
	"regexp"
	"slices"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// Hints in the text of a screen: "press t to see", and lines such as
// "  enter  choose models".
var hints = []*regexp.Regexp{
	regexp.MustCompile(`[Pp]ress ([^\s,.;:()]+)(?: to|[,.;:]|$)`), // not "press r in History"
	regexp.MustCompile(`(?m)^(?:│ |[ │]*│)?  ?(enter|esc|space|tab|[a-zA-Z0-9/?])  [a-z]`),
	regexp.MustCompile(`(?:^|[ .;,])([a-zA-Z]) (?:measures|offers|installs|asks|shows|counts|opens|adds|chooses|completes|does) `),
}

// A dialog must not name a key of the screen below it, and a screen no key of
// another one.
func TestHintsNameKeysOfTheirScreen(t *testing.T) {
	for state, m := range statesOfScreens(t) {
		for _, size := range [][2]int{{100, 30}, {160, 45}} {
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			text := m.hintText()
			for _, hint := range hints {
				for _, found := range hint.FindAllStringSubmatch(text, -1) {
					if !m.works(found[1]) {
						t.Errorf("%s: %q names the key %q, which does nothing there\n%s", state, found[0], found[1], text)
					}
				}
			}
		}
	}
}

// hintText is the dialog on top or, if there is none, the screen without its
// head and its last line.
func (m *root) hintText() string {
	if n := len(m.dialogs); n > 0 {
		return m.dialogs[n-1].view(m.desk, m.width-2, m.height-4).String()
	}
	return m.screens[m.at].view(m.width, m.height-4).String()
}

// works tells whether a key does something on the screen or in the dialog.
func (m *root) works(k string) bool {
	if k == "space" {
		k = " "
	}
	for _, own := range m.keysNow() {
		if own.Enabled() && slices.Contains(own.Keys(), k) {
			return true
		}
	}
	return m.everywhere(k) != "" || len(m.dialogs) == 0 && k >= "1" && k <= "7"
}
