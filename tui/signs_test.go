package tui

import (
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// TestHelpExplainsTheSignsOfEachScreen: one sign used to mean faster, a warning
// and a stopped session, without an explanation.
func TestHelpExplainsTheSignsOfEachScreen(t *testing.T) {
	for _, o := range []theme.Options{{}, {ASCII: true}, {Color: true}} {
		m := fullRoot(t, o)
		for at := range screenCount {
			m.at = at
			text := strings.Join(m.help().(*pager).lay(200), "\n")
			for _, s := range m.signsAt(at) {
				if !strings.Contains(text, s.meaning) || s.text == "" {
					t.Errorf("%s, %+v: help does not explain %q", screenNames[at], o, s.text)
				}
			}
			meanings := map[string]string{}
			for _, s := range m.signsAt(at) {
				if was := meanings[s.text]; was != "" && !o.ASCII {
					t.Errorf("%s: %s means %q and %q", screenNames[at], s.text, was, s.meaning)
				}
				meanings[s.text] = s.meaning
			}
		}
	}
}

// The help of Plan used to list a key twice: as its own and as one of every screen.
func TestHelpListsAKeyOnce(t *testing.T) {
	m := fullRoot(t, theme.Options{})
	for at := range screenCount {
		m.at = at
		copies := 0
		for _, line := range m.help().(*pager).lay(200) {
			if strings.HasPrefix(strings.TrimSpace(line), "c ") {
				copies++
			}
		}
		if copies > 1 {
			t.Errorf("%s: c is listed %d times", screenNames[at], copies)
		}
	}
}

func TestAChangeIsToldByColourOrByAnArrow(t *testing.T) {
	for name, c := range map[string]struct {
		o    theme.Options
		v    bench.Verdict
		want string
	}{
		"faster, in colour":     {theme.Options{Color: true}, bench.Faster, "\x1b[32m+11 %  \x1b[0m"},
		"faster":                {theme.Options{}, bench.Faster, "+11 % ↑"},
		"slower":                {theme.Options{}, bench.Slower, "+11 % ↓"},
		"slower, in ASCII":      {theme.Options{ASCII: true}, bench.Slower, "+11 % v"},
		"no difference":         {theme.Options{}, bench.NoDiff, "~"},
		"doubtful":              {theme.Options{}, bench.Doubtful, "+11 % ?"},
		"one start of a side":   {theme.Options{}, bench.FewStarts, "+11 % ·"},
		"no samples to compare": {theme.Options{}, bench.TooFew, "·"},
	} {
		d := &desk{Theme: theme.New(c.o)}
		if got := d.changed("+11 %", c.v); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}
