package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/exp/golden"

	"dragstrip/tui/theme"
)

// Goldens show local times.
func init() { time.Local = time.UTC }

// TestScreensLookAsReviewed draws every screen in three sizes, with UTF-8 and
// with ASCII only.
func TestScreensLookAsReviewed(t *testing.T) {
	for _, o := range []theme.Options{{}, {ASCII: true}} {
		full := fullRoot(t, o)
		live := measuring(t, o, 40)
		letters := "utf8"
		if o.ASCII {
			letters = "ascii"
		}
		for at := range screenCount {
			m := full
			if at == atLive || at == atResults {
				m = live
			}
			m.marked["/m/a.gguf"] = at >= atPlan
			drain(t, m, m.do(goTo{at}))
			for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}} {
				t.Run(fmt.Sprintf("%s-%s-%dx%d", screenNames[at], letters, size[0], size[1]), func(t *testing.T) {
					m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
					view := m.View()
					if o.ASCII && strings.IndexFunc(view, func(r rune) bool { return r > 127 }) >= 0 {
						t.Error("not ASCII alone")
					}
					golden.RequireEqual(t, []byte(view))
				})
			}
		}
	}
}

// TestEmptyScreensSayWhatMendsThem draws the screens when nothing is known.
// Each screen must say what to do.
func TestEmptyScreensSayWhatMendsThem(t *testing.T) {
	m, _ := started(t, emptyHouse)
	for at, want := range [screenCount]string{
		atMachine: "missing before this machine can be measured", atModels: "write a stand-in", atPlan: "no model is marked",
		atLive: "Nothing is being measured", atResults: "There are no results yet", atWhatIf: "No model is chosen", atHistory: "No session yet",
	} {
		drain(t, m, m.do(goTo{screenNumber(at)}))
		if !strings.Contains(m.View(), want) {
			t.Errorf("%s does not say %q:\n%s", screenNames[at], want, m.View())
		}
	}
}

// TestAPanicIsWrittenDownAndGoesOn: the panic must continue after it was
// written down, because Bubble Tea restores the terminal then.
func TestAPanicIsWrittenDownAndGoesOn(t *testing.T) {
	m, _ := started(t, nil)
	told := ""
	onPanic = func(text string) { told = text }
	defer func() {
		onPanic = func(string) {}
		if recover() == nil || !strings.Contains(told, "goroutine") {
			t.Errorf("it was told: %q", told)
		}
	}()
	m.screens[atMachine] = nil
	m.View()
}
