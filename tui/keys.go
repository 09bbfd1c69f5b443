package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// binding is a key with its help.
type binding = key.Binding

// Keys that have the same meaning on every screen.
var (
	keyUp      = bind("up", "up", "k")
	keyDown    = bind("down", "down", "j")
	keyLeft    = bind("left", "left", "h")
	keyRight   = bind("right", "right", "l")
	keyPageUp  = bind("page up", "pgup", "ctrl+b")
	keyPageDn  = bind("page down", "pgdown", "ctrl+f")
	keyHome    = bind("first", "home", "g")
	keyEnd     = bind("last", "end", "G")
	keyEnter   = bind("choose", "enter")
	keyBack    = bind("back", "esc")
	keyQuit    = bind("quit", "q")
	keyQuitNow = bind("quit at once", "ctrl+c")
	keyHelp    = bind("help", "?")
	keyNext    = bind("next screen", "tab")
	keyBefore  = bind("screen before", "shift+tab")
	keyCopy    = bind("copy the command line", "c")
	keySuspend = bind("suspend", "ctrl+z")
	keyScroll  = bindAs("↑↓", "scroll", "up", "down", "pgup", "pgdown", "home", "end")
)

// Keys that several screens have.
var (
	keyAddFolder = bind("add folder", "a")
	keyExport    = bind("export", "e")
	keyFilter    = bind("filter", "/")
	keyMark      = bind("mark", " ")
	keyPaste     = bind("import results", "paste") // not a key; it is here so that the help mentions pasting
	keyResume    = bind("resume", "r")
	keySort      = bind("sort", "o")
)

// steps turns the keys of lists into the number of rows to move down. ok is
// false for other keys.
func steps(msg tea.KeyMsg, page, all int) (by int, ok bool) {
	switch {
	case key.Matches(msg, keyUp):
		return -1, true
	case key.Matches(msg, keyDown):
		return 1, true
	case key.Matches(msg, keyPageUp):
		return -max(page, 1), true
	case key.Matches(msg, keyPageDn):
		return max(page, 1), true
	case key.Matches(msg, keyHome):
		return -all, true
	case key.Matches(msg, keyEnd):
		return all, true
	}
	return 0, false
}

// keyLine is the last line of the screen, with as many keys as fit.
func (d *desk) keyLine(keys []key.Binding, width int) string {
	var b strings.Builder
	used := 1
	b.WriteString(" ")
	for _, k := range keys {
		if !k.Enabled() {
			continue
		}
		h := k.Help()
		need := widget.Width(h.Key) + 1 + widget.Width(h.Desc)
		if used > 1 {
			need += 3
		}
		if used+need > width {
			continue
		}
		if used > 1 {
			b.WriteString(d.Paint(theme.Muted, " "+d.Dot+" "))
		}
		b.WriteString(d.Paint(theme.Accent, h.Key) + " " + d.Paint(theme.Muted, h.Desc))
		used += need
	}
	return b.String()
}

// bind makes a binding with its help text.
func bind(help string, keys ...string) key.Binding {
	shown := keys[0]
	if shown == " " {
		shown = "space"
	}
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, help))
}

// bindAs makes one binding for several keys. One sign stands for all these keys
// on the screen.
func bindAs(shown, help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, help))
}

// unless disables a binding if there is a reason why its key cannot be used.
// The help shows the reason.
func unless(reason string, b key.Binding) key.Binding {
	if reason == "" {
		return b
	}
	b.SetHelp(b.Help().Key, b.Help().Desc+" ("+reason+")")
	b.SetEnabled(false)
	return b
}
