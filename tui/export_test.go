package tui

import (
	"context"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// TestExportOffersTheTableAndEveryForm: the menu also offers to copy the table,
// because over ssh a file would be on the other machine.
func TestExportOffersTheTableAndEveryForm(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	copied := ""
	m.clipboard = func(text string) { copied = text }
	press(t, m, "e", "enter")
	for _, want := range []string{
		"| t/s | Vulkan (baseline) | ROCm |\n| --- | ---: | ---: |\n",
		"| Llama 3.2 3B Q4\\_K\\_M tg128 | **96.7** ± 0.2 | 87.9 ± 0.2 -9.1 % |\n",
	} {
		if !strings.Contains(copied, want) {
			t.Errorf("copied\n%s\nwithout\n%s", copied, want)
		}
	}
	press(t, m, "esc", "e", "down", "down", "enter")
	if view := seen(m, 100, 30); !strings.Contains(view, "/tmp/report.llama-bench") {
		t.Errorf("the whole path is not shown:\n%s", view)
	}
}

// TestAReportIsExportedInTheFormatsThatItCanHave: formats that need the session's
// own lines used to be offered, and every export of a report failed.
func TestAReportIsExportedInTheFormatsThatItCanHave(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	m.Update(openedMsg{name: "~/r.md", file: true, session: resultsSession("elsewhere", 800, 1, "Metal")})
	press(t, m, "e")
	if view := seen(m, 100, 30); strings.Contains(view, "its table") || !strings.Contains(view, "write a file: md") {
		t.Errorf("%s", view)
	}
	press(t, m, "esc")
	m.Update(openedMsg{name: "own", session: resultsSession("own", 800, 1, "Metal")})
	if press(t, m, "e"); !strings.Contains(seen(m, 100, 30), "its table") {
		t.Errorf("%s", m.View())
	}
}

func TestAPathThatIsTypedBecomesAColumnOrASession(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	asked := ""
	m.Sessions.OpenFile = func(_ context.Context, path string) (*bench.Session, error) {
		asked = path
		return resultsSession("elsewhere", 800, 1, "Metal"), nil
	}
	s := m.screens[atResults].(*resultsScreen)
	press(t, m, "a", "G", "enter")
	for _, letter := range "~/r.md" {
		m.Update(keyMsg(string(letter)))
	}
	press(t, m, "enter")
	if asked != "~/r.md" || len(s.sheet.Columns) != 3 {
		t.Errorf("asked for %q, %d columns", asked, len(s.sheet.Columns))
	}
	press(t, m, "7", "f", "enter")
	if view := seen(m, 80, 24); !strings.Contains(view, "type a path, or press esc") {
		t.Errorf("no path is no path:\n%s", view)
	}
	m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("/x"), Paste: true})
	press(t, m, "enter")
	if asked != "/x" || m.at != atResults || m.name != "/x" {
		t.Errorf("asked for %q, at %s with %s", asked, screenNames[m.at], m.name)
	}
}

// A second file used to be called plan and samples, whatever it was.
func TestEachExportedFileIsSaidToBeWhatItIs(t *testing.T) {
	done, _ := exported([]string{"/s/report.md", "/s/rerun.json", "/s/report.svg"}, nil).(open)
	p, _ := done.dialog.(*pager)
	if p == nil || strings.Join(p.lines, "|") != "/s/report.md||Plan and samples, for `dragstrip rerun`:|/s/rerun.json||Its pictures:|/s/report.svg" {
		t.Errorf("%+v", done)
	}
}
