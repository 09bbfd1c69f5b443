package tui

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// pasteInto pastes a text, as a terminal with bracketed paste sends it.
func pasteInto(t *testing.T, m *root, text string) {
	t.Helper()
	_, cmd := m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
	drain(t, m, cmd)
}

// importing imports a text that says which column is the model.
func importing(seen *[]Pasted) func(*House) {
	return func(h *House) {
		h.Sessions.Import = func(_ context.Context, p Pasted) (Import, error) {
			*seen = append(*seen, p)
			answered := func(model string) (Pasted, error) {
				if model == "?" {
					return p, errors.New("there is no model ?")
				}
				return Pasted{Text: p.Text, Model: model}, nil
			}
			switch {
			case strings.HasPrefix(p.Text, "nothing"):
				return Import{}, errors.New("it has no results")
			case p.Model == "":
				return Import{Question: &ImportQuestion{
					Text: "Which column is the model?", Columns: []string{"name, such as Llama", hostile}, Typed: "the model's name",
					Column: func(at int) (Pasted, error) { return answered([]string{"name", "other"}[at]) }, Word: answered,
				}}, nil
			}
			return Import{Sessions: []string{"mine", "more"}, Lines: []string{"Imported 2 results", hostile}}, nil
		}
		h.Sessions.List = func(context.Context) ([]Past, error) {
			return []Past{{Name: "old", Done: 1}, {Name: "mine", Done: 2, State: "imported"}, {Name: "more", Done: 1}}, nil
		}
		h.Sessions.Open = func(_ context.Context, name string) (*bench.Session, error) {
			return resultsSession(name, 100, 1, "CPU"), nil
		}
	}
}

func TestPastedResultsAreImportedFromHistory(t *testing.T) {
	var seen []Pasted
	m, _ := started(t, importing(&seen))
	press(t, m, "7")
	pasteInto(t, m, "a\rtable\r\nof lines")
	if view := m.View(); !strings.Contains(view, "Which column is the model?") || !strings.Contains(view, "no column: type the model's name") || strings.Contains(view, "\x1b[31m") {
		t.Fatalf("it is not asked for:\n%s", view)
	}
	if seen[0].Text != "a\ntable\nof lines" {
		t.Errorf("%q is read", seen[0].Text)
	}
	press(t, m, "enter")
	if view := m.View(); len(seen) != 2 || seen[1].Model != "name" || !strings.Contains(view, "Imported 2 results") {
		t.Fatalf("%+v\n%s", seen, view)
	}
	press(t, m, "esc")
	if p, _ := m.screens[atHistory].(*historyScreen).selected(); p.Name != "mine" || len(m.dialogs) > 0 {
		t.Errorf("the cursor is at %q", p.Name)
	}
	pasteInto(t, m, "nothing")
	if view := m.View(); !strings.Contains(view, "Not imported") || !strings.Contains(view, "it has no results") {
		t.Errorf("the reason is not told:\n%s", m.View())
	}
}

func TestAnAnswerThatNoColumnGivesIsTyped(t *testing.T) {
	var seen []Pasted
	m, _ := started(t, importing(&seen))
	press(t, m, "7")
	pasteInto(t, m, "a table")
	press(t, m, "G", "enter", "enter")
	if !strings.Contains(m.View(), "type the model's name, or press esc") {
		t.Fatalf("an empty answer is taken:\n%s", m.View())
	}
	press(t, m, "?", "enter")
	if !strings.Contains(m.View(), "there is no model ?") || len(seen) != 1 {
		t.Fatalf("a wrong answer is taken:\n%s", m.View())
	}
	press(t, m, "ctrl+u", "L", "enter")
	if len(seen) != 2 || seen[1].Model != "L" || !strings.Contains(m.View(), "Imported 2 results") {
		t.Errorf("%+v\n%s", seen, m.View())
	}
}

// In Results, what was pasted becomes columns; without a session, it is shown.
func TestPastedResultsBecomeColumns(t *testing.T) {
	var seen []Pasted
	m := resultsRoot(t, theme.Options{})
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	importing(&seen)(&m.House)
	pasteInto(t, m, "a table")
	press(t, m, "enter", "esc")
	if s := m.screens[atResults].(*resultsScreen); len(s.more) != 2 || s.more[0].name != "mine" {
		t.Errorf("%d more sessions\n%s", len(s.more), m.View())
	}
	m, _ = started(t, importing(&seen))
	press(t, m, "5")
	pasteInto(t, m, "a table")
	press(t, m, "enter", "esc")
	if s := m.screens[atResults].(*resultsScreen); s.name != "mine" || len(s.more) != 1 {
		t.Errorf("%q is shown with %d more\n%s", s.name, len(s.more), m.View())
	}
}

func TestWhatIsPastedIsBounded(t *testing.T) {
	var seen []Pasted
	m, _ := started(t, importing(&seen))
	press(t, m, "7")
	pasteInto(t, m, strings.Repeat("x", mostPasted+1))
	pasteInto(t, m, " \n")
	if view := m.View(); len(seen) != 0 || !strings.Contains(view, "larger than 1.00 MiB") {
		t.Errorf("%d texts are read\n%s", len(seen), view)
	}
	press(t, m, "/")
	pasteInto(t, m, "mine")
	if s := m.screens[atHistory].(*historyScreen); len(seen) != 0 || s.filter.Value() != "mine" {
		t.Errorf("while the filter is typed: %d texts are read, the filter is %q", len(seen), s.filter.Value())
	}
}
