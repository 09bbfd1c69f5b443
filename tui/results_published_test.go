package tui

import (
	"context"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
)

// a offers the chips for which others published some of the tests; u shows every
// source of a cell of such a column, and of no other.
func TestPublishedResultsAreOfferedAsColumns(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	var asked []bench.Job
	m.WhatIf.Answering = func(_ context.Context, jobs []bench.Job) ([]AnsweringChip, int) {
		asked = jobs
		return []AnsweringChip{{"Apple M1 Ultra (48-core GPU)", "b6123 · 2025-08", 3}, {hostile, "2023", 1}}, 4
	}
	m.WhatIf.Sources = func(_ context.Context, chip string, model bench.Model, test bench.Test) []string {
		return []string{"sources for " + chip + ": " + model.Label() + " " + test.String()}
	}
	press(t, m, "u")
	if len(m.dialogs) > 0 {
		t.Fatalf("own results have no other sources:\n%s", m.View())
	}
	press(t, m, "a", "G", "up", "enter")
	if view := m.View(); !strings.Contains(view, "3 of 4 tests  Apple M1 Ultra (48-core GPU)") || strings.Contains(view, "\x1b[31m") || len(asked) != 4 {
		t.Fatalf("%d jobs\n%s", len(asked), view)
	}
	press(t, m, "enter")
	s := m.screens[atResults].(*resultsScreen)
	if len(s.more) != 1 || !s.more[0].chip {
		t.Fatalf("%+v\n%s", s.more, m.View())
	}
	for range 8 {
		press(t, m, "right")
	}
	press(t, m, "u")
	if view := m.View(); !strings.Contains(view, "sources for Apple M1 Ultra (48-core GPU): Llama 3.2 3B Q4_K_M pp512") {
		t.Errorf("at %d, %s:\n%s", s.column, s.chipOf(s.column), view)
	}
	press(t, m, "esc")
	own := s.cellDetails(0, report.SheetCell{})
	published := *s.sheet.Columns[0].Session
	published.Imported = &bench.SessionImported{}
	s.sheet.Columns[0].Session = &published
	if theirs := s.cellDetails(0, report.SheetCell{}); own[0] != "  not measured here" || theirs[0] != "  not published" {
		t.Errorf("cells without a figure: %q, %q", own, theirs)
	}
	m.WhatIf.Answering = func(context.Context, []bench.Job) ([]AnsweringChip, int) { return nil, 4 }
	press(t, m, "a", "G", "up", "enter")
	if !strings.Contains(m.View(), "Nobody published results of these tests") {
		t.Errorf("%s", m.View())
	}
}

// A path that was typed in the list used to move the cursor, and enter then
// added a session that nobody had chosen.
func TestATypedPathIsOfAFile(t *testing.T) {
	for name, begin := range map[string]func(m *root){
		"typed": func(m *root) { press(t, m, "a", "/", "m", "/", "j") },
		// The key that opens the field used to stand there twice.
		"typed from its first sign": func(m *root) { press(t, m, "a", "/", "/", "m", "/", "j") },
		"pasted":                    func(m *root) { press(t, m, "a"); pasteInto(t, m, "/m/j") },
		"chosen":                    func(m *root) { press(t, m, "a", "G", "enter", "/", "m", "/", "j") },
	} {
		m := resultsRoot(t, theme.Options{})
		m.Update(tea.WindowSizeMsg{Width: 60, Height: 20})
		var asked []string
		m.Sessions.OpenFile = func(_ context.Context, path string) (*bench.Session, error) {
			asked = append(asked, path)
			return resultsSession("elsewhere", 800, 1, "Metal"), nil
		}
		press(t, m, "a")
		if view := m.View(); !strings.Contains(view, "a report or session folder: enter asks for its path") || !strings.Contains(view, "/ type a path") {
			t.Fatalf("%s", view)
		}
		press(t, m, "esc")
		begin(m)
		if view := m.View(); len(m.dialogs) != 1 || !strings.Contains(view, "/m/j") {
			t.Fatalf("%s: no path in a field:\n%s", name, view)
		}
		press(t, m, "enter")
		s := m.screens[atResults].(*resultsScreen)
		if len(asked) != 1 || asked[0] != "/m/j" || len(s.more) != 1 || s.more[0].name != "/m/j" {
			t.Errorf("%s: read %q, beside %d", name, asked, len(s.more))
		}
	}
}
