package tui

import (
	"strings"
	"testing"

	"dragstrip/tui/theme"
)

// On a large screen, half of Results used to be empty while details and what to
// do about warnings stood behind keys.
func TestRoomBelowResultsHoldsTheDetailsOfTheRow(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	view := seen(m, 160, 60)
	for _, want := range []string{"Details of pp512 · Llama 3.2 3B Q4_K_M", "mean ± sd 1735 ± 4", "What to do about the warnings"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q:\n%s", want, view)
		}
	}
	press(t, m, "down")
	if view := m.View(); !strings.Contains(view, "Details of tg128 · Llama 3.2 3B Q4_K_M") || strings.Contains(view, "mean ± sd 1735 ± 4") {
		t.Errorf("not the details of the next row:\n%s", view)
	}
	press(t, m, "right", "x")
	if view := m.View(); strings.Contains(view, "against the baseline") {
		t.Errorf("details of a column that is hidden:\n%s", view)
	}
	if view := seen(m, 80, 24); strings.Contains(view, "Details of") {
		t.Errorf("a part of the details is no help:\n%s", view)
	}
}

// The note on what differs between the columns used to be cut although lines
// below it were free.
func TestNotesAreWholeIfThereIsRoom(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	s := m.screens[atResults].(*resultsScreen)
	s.notes = []tonedText{{text: strings.Repeat("long ", 30) + "end"}, {text: "second"}}
	if lines := s.noteLines(60, 20); len(lines) != 4 || !strings.Contains(lines[2], "end") || !strings.Contains(lines[3], "second") {
		t.Errorf("with room: %q", lines)
	}
	for most, want := range map[int]string{2: "second", 1: "2 notes"} {
		if lines := s.noteLines(60, most); len(lines) != most || !strings.Contains(lines[most-1], want) {
			t.Errorf("in %d lines: %q", most, lines)
		}
	}
}
