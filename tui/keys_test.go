package tui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// statesOfScreens are the screens and the dialogs in their states.
func statesOfScreens(t *testing.T) map[string]*root {
	t.Helper()
	at := func(m *root, keys ...string) *root {
		m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
		press(t, m, keys...)
		m.View() // a dialog must learn its size to know whether it scrolls
		return m
	}
	home := func(change func(*House), keys ...string) *root {
		m, _ := started(t, change)
		return at(m, keys...)
	}
	offer := func(h *House) {
		h.Engines.Offers = func(context.Context) []Offer { return []Offer{{Name: "llama.cpp", Title: "a package"}} }
	}
	canMeasureGPU := func(h *House) {
		h.Machine.MeasureGPU = func(context.Context, func(string)) (string, error) { return "", nil }
	}
	live := func(keys ...string) *root { return at(measuring(t, theme.Options{}, 30), keys...) }
	results := func(keys ...string) *root { return at(resultsRoot(t, theme.Options{}), keys...) }
	history := func(past []Past, err error, keys ...string) *root {
		return at(historyRoot(t, theme.Options{}, past, err), keys...)
	}
	small := home(canMeasureGPU)
	small.Update(tea.WindowSizeMsg{Width: 60, Height: 12})
	small.View()
	dead := live()
	dead.live, dead.died = false, true
	return map[string]*root{
		"Machine": home(canMeasureGPU), "Machine that scrolls": small, "Machine while measuring": live("1"),
		"Machine, setup": home(offer, "s"), "Machine, nothing to install": home(nil, "s"), "Machine, doctor": home(nil, "d"), "help": home(nil, "?"),
		"Models": home(nil, "2"), "Models, one marked": home(nil, "2", "space"), "Models, filter": home(nil, "2", "/"),
		"Models, stand-ins": home(nil, "2", "s"), "Models, stand-ins, filter": home(nil, "2", "s", "/"), "Models, a folder": home(nil, "2", "a"),
		"Models, details": home(nil, "2", "i"), "Models, none": home(emptyHouse, "esc", "2"),
		"Plan": home(nil, "2", "space", "3"), "Plan, a number": home(nil, "2", "space", "3", "down"), "Plan, typing": home(nil, "2", "space", "3", "down", "e"),
		"Plan, engines": home(nil, "2", "space", "3", "down", "down", "down", "down", "down"), "Plan, more": home(nil, "3", "G"), "Plan, fewer": home(nil, "3", "G", "right"),
		"Plan, find the best": home(nil, "2", "space", "3", "f"), "Plan, find the best, an axis": home(nil, "2", "space", "3", "f", "down", "down", "down", "down"),
		"Plan, find the best, typing": home(nil, "2", "space", "3", "f", "down", "e"), "Plan, find the best, more": home(nil, "2", "space", "3", "f", "G", "enter"),
		"Plan, presets": home(nil, "3", "p"), "Plan, save": home(nil, "3", "S"), "Plan while measuring": live("3"),
		"Live": live("4"), "Live, log": live("4", "v"), "Live, filter": live("4", "/"), "Live, stop": live("4", "x"), "Live, export": live("4", "e"),
		"Live, nothing": home(nil, "4"), "Live, died": dead,
		"Results": results(), "Results, find": results("/"), "Results, details": results("enter"), "Results, columns": results("a"),
		"Results, export": results("e"), "Results, warnings": results("w"), "Results, curves": results("p"), "Results, nothing": home(nil, "5"),
		"What if": home(nil, "6"), "What if, another machine": home(nil, "6", "up"), "What if, marked": home(nil, "6", "up", "space"), "What if, turned round": home(nil, "6", "t"),
		"What if, filter": home(nil, "6", "/"), "What if, nothing fits": home(nil, "6", "/", "z", "q", "enter"), "What if, a model": home(nil, "6", "m"), "What if, details": home(nil, "6", "enter"), "What if, nothing": home(emptyHouse, "esc", "6"),
		"History": history(resultsPast(), nil), "History, done": history(resultsPast(), nil, "down"), "History, filter": history(resultsPast(), nil, "/"),
		"History, nothing fits": history(resultsPast(), nil, "/", "z", "q", "z", "enter"), "History, note": history(resultsPast(), nil, "down", "n"),
		"History, delete": history(resultsPast(), nil, "down", "d"), "History, a file": history(resultsPast(), nil, "f"),
		"History, empty": history(nil, nil), "History, unreadable": history(nil, errors.New("permission denied")),
	}
}

// keysNow are the bindings of the dialog on top, or of the screen.
func (m *root) keysNow() []key.Binding {
	if n := len(m.dialogs); n > 0 {
		return m.dialogs[n-1].keys()
	}
	return m.screens[m.at].keys()
}

// TestNoKeyTwiceOnOneScreen: g on Machine used to go to the first row, so the
// GPU was never measured.
func TestNoKeyTwiceOnOneScreen(t *testing.T) {
	for state, m := range statesOfScreens(t) {
		meaning := map[string]string{}
		for _, own := range m.keysNow() {
			what := own.Help().Desc
			for _, k := range own.Keys() {
				if other, taken := meaning[k]; taken {
					t.Errorf("%s: %q is %q and %q", state, k, other, what)
				}
				meaning[k] = what
				if other := m.everywhere(k); other != "" && other != what && what != keyScroll.Help().Desc {
					t.Errorf("%s: %q is %q here and %q everywhere", state, k, what, other)
				}
			}
		}
	}
}

// everywhere is what a key means on all screens; "" if it means nothing. Keys
// in ownFirst mean something else on one screen.
func (m *root) everywhere(k string) string {
	if at, own := ownFirst[k]; own && at == m.at {
		return ""
	}
	for _, b := range []binding{keyUp, keyDown, keyPageUp, keyPageDn, keyHome, keyEnd, keyQuit, keyQuitNow, keyHelp, keyNext, keyBefore, keyCopy, keySuspend} {
		if slices.Contains(b.Keys(), k) {
			return b.Help().Desc
		}
	}
	return ""
}

// ownFirst are keys that one screen uses for something else.
var ownFirst = map[string]screenNumber{
	"g": atMachine, // measures the GPU; Machine has no first row to go to
}

func TestTheGPUIsMeasuredFromMachine(t *testing.T) {
	asked := 0
	m, _ := started(t, func(h *House) {
		h.Machine.MeasureGPU = func(context.Context, func(string)) (string, error) {
			asked++
			return "memory bandwidth of Vulkan0: 226 GB/s", nil
		}
	})
	press(t, m, "g")
	if asked != 0 || !strings.Contains(m.View(), "Measure the GPU?") || !strings.Contains(m.View(), "2.8 GB") {
		t.Errorf("measured %d times without a question:\n%s", asked, m.View())
	}
	press(t, m, "y")
	if asked != 1 || !strings.Contains(m.View(), "memory bandwidth of Vulkan0: 226 GB/s") {
		t.Errorf("measured %d times:\n%s", asked, m.View())
	}
	press(t, m, "?")
	if view := m.View(); strings.Contains(view, "home, g") || !strings.Contains(view, "bandwidth of the GPU") {
		t.Errorf("the help gives g two meanings:\n%s", view)
	}
	live := measuring(t, theme.Options{}, 30)
	live.House.Machine.MeasureGPU = func(context.Context, func(string)) (string, error) { asked++; return "", nil }
	live.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	press(t, live, "1", "g")
	if asked != 1 || !strings.Contains(live.View(), "a benchmark is running") {
		t.Errorf("while measuring:\n%s", live.View())
	}
}

// The help used to repeat only the few words of the last line: "column", "by
// model".
func TestEveryKeyIsExplainedInASentence(t *testing.T) {
	for state, m := range statesOfScreens(t) {
		screen := m.screens[m.at]
		keys := append(screen.keys(), keyUp, keyDown, keyPageUp, keyPageDn, keyHome, keyEnd, keyCopy, keyBack, keyQuit, keyQuitNow, keySuspend)
		if screen.typing() {
			continue // ? is an ordinary letter while somebody types
		}
		for _, k := range keys {
			words := k.Help().Desc
			text := explain(screenNames[m.at], words)
			if len(text) < len("Go one line up") {
				t.Errorf("%s: %s %q is explained as %q", state, k.Help().Key, words, text)
			}
			if _, reason, off := strings.Cut(words, " ("); off && !strings.HasSuffix(text, "; not now: "+strings.TrimSuffix(reason, ")")) {
				t.Errorf("%s: %q is explained as %q, without the reason", state, words, text)
			}
		}
		if help := m.help().(*pager); len(m.dialogs) == 0 {
			for _, width := range []int{36, 56, 96} {
				for _, line := range help.lay(width) {
					if widget.Width(line) > width {
						t.Errorf("%s: wider than %d: %q", state, width, line)
					}
					if what := explained["copy the command line"]; strings.TrimSpace(line) == what { // what Plan said once more, without the key
						t.Errorf("%s: %q stands there without a key", state, line)
					}
				}
			}
		}
	}
	source := sourceOfKeys(t)
	for words := range explained {
		if _, own, ok := strings.Cut(words, ": "); ok {
			words = own
		}
		if !strings.Contains(source, `bind("`+words) && !strings.Contains(source, `", "`+words+`", "`) && !strings.Contains(source, `Sprintf("`+words) {
			t.Errorf("no key has the words %q", words)
		}
	}
}

// sourceOfKeys is the source of all files with keys.
func sourceOfKeys(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"*keys.go", "setup_update.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
	}
	return all.String()
}
