package tui

import (
	"context"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
	"dragstrip/tui/theme"
)

func whatIfAt(t *testing.T, change func(*House)) (*root, *whatIfScreen) {
	t.Helper()
	m, _ := started(t, change)
	press(t, m, "6")
	return m, m.screens[atWhatIf].(*whatIfScreen)
}

// The cursor begins at this machine, among the others.
func TestAModelIsShownOnEveryMachine(t *testing.T) {
	m, s := whatIfAt(t, nil)
	if a, ok := s.selected(); !ok || !a.Here || len(s.listed) != 6 {
		t.Fatalf("%+v of %d", a, len(s.listed))
	}
	for _, part := range []string{"Llama 3.2 1B Q4_0", "GeForce RTX 4090", "388", "this machine", "171 – 202"} {
		if !strings.Contains(m.View(), part) {
			t.Errorf("no %q:\n%s", part, m.View())
		}
	}
	press(t, m, "o")
	if s.listed[0].Machine != "GeForce RTX 3060 12 GB" || !strings.Contains(m.View(), "by price") {
		t.Errorf("the most for the price is not first:\n%s", m.View())
	}
	press(t, m, "/", "a", "p", "p", "l", "e", "enter")
	if len(s.listed) != 1 || !strings.Contains(m.View(), "1 of 6 machines") {
		t.Errorf("filtered:\n%s", m.View())
	}
	press(t, m, "esc", "enter")
	if view := m.View(); !strings.Contains(view, "figures from") {
		t.Errorf("the sources are not told:\n%s", view)
	}
}

// The dialog used to repeat the pane below the list.
func TestDetailsSayMoreThanThePane(t *testing.T) {
	m, s := whatIfAt(t, func(h *House) {
		h.WhatIf.Sources = func(_ context.Context, chip string, _ bench.Model, test bench.Test) []string {
			return []string{chip + ", " + test.String() + ": 3 published figures"}
		}
	})
	press(t, m, "/", "4", "0", "9", "0", "enter")
	a, _ := s.selected()
	pane := strings.Join(s.facts(a, 90), "\n")
	press(t, m, "enter")
	dialog := seen(m, 120, 45)
	for _, more := range []string{"8 of 10 results are expected to lie in it", "weights ", "at most ", "What others published", "GeForce RTX 4090, tg128: 3 published figures"} {
		if strings.Contains(pane, more) || !strings.Contains(dialog, more) {
			t.Errorf("%q must be in the dialog only:\n%s", more, dialog)
		}
	}
	press(t, m, "esc", "esc")
	if len(m.dialogs) > 0 {
		t.Error("the dialog stays")
	}
}

// The model that was marked in Models is asked about; a model that is not on
// this machine can be chosen, too.
func TestWhichModelIsAskedAbout(t *testing.T) {
	m, s := whatIfAt(t, nil)
	press(t, m, "2", "down", "space", "6")
	if s.model.Path != "/m/b.gguf" {
		t.Errorf("%q is asked about, not the marked model", s.model.Path)
	}
	press(t, m, "m", "/", "q", "w", "e", "n", "3", " 32", "enter", "enter")
	if s.model.Name != "Qwen3 32B" || s.command() != "dragstrip predict 'qwen3 32b:q4_0'" {
		t.Errorf("%q is asked about; the command is %q\n%s", s.model.Name, s.command(), m.View())
	}
	press(t, m, "1", "6")
	if s.model.Name != "Qwen3 32B" {
		t.Errorf("coming back changes the model to %q", s.model.Name)
	}
}

func TestTheQuestionIsTurnedRound(t *testing.T) {
	m, s := whatIfAt(t, nil)
	press(t, m, "t")
	if s.machine != whatif.ThisMachine || s.command() != "dragstrip predict --fits here" || len(s.listed) != 3 {
		t.Fatalf("%q: %d answers\n%s", s.machine, len(s.listed), m.View())
	}
	press(t, m, "esc", "G", "t")
	if s.machine != "Tesla K80" || !strings.Contains(m.View(), "everything that fits Tesla K80") || strings.Contains(m.View(), "mark") {
		t.Errorf("%q:\n%s", s.machine, m.View())
	}
	press(t, m, "g")
	if s.listed[0].Model.Name != "Qwen3 8B" {
		press(t, m, "down")
	}
	press(t, m, "t")
	if s.turned() || s.model.Name != "Qwen3 8B" {
		t.Errorf("turned back: %q, %q", s.machine, s.model.Name)
	}
	press(t, m, "/", "k", "8", "0", "enter", "t", "esc")
	if a, _ := s.selected(); s.turned() || m.at != atWhatIf || s.filter.Value() != "k80" || a.Machine != "Tesla K80" { // used to forget the filter and the machine
		t.Errorf("esc goes back to %q, filtered by %q", a.Machine, s.filter.Value())
	}
	press(t, m, "space")
	if head := s.headline(45); !strings.Contains(head, "/k80: 1, 1 marked") { // used to name the order alone
		t.Errorf("a narrow heading: %q", head)
	}
}

// Marked machines become columns beside the session that is shown. A chip
// without published results is told about, and the others are added.
func TestMarkedMachinesBecomeColumnsOfResults(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	before := len(m.screens[atResults].(*resultsScreen).sheet.Columns)
	press(t, m, "6", "g", "space", "space", "a")
	s := m.screens[atResults].(*resultsScreen)
	if m.at != atResults || len(s.more) != 2 || s.more[0].name != "GeForce RTX 4090" || len(s.sheet.Columns) <= before {
		t.Fatalf("at %s with %d more\n%s", screenNames[m.at], len(s.more), m.View())
	}
	press(t, m, "6", "g", "space", "space", "G", "a")
	if len(s.more) != 2 || !strings.Contains(m.View(), "nobody published results of these tests for Tesla K80") {
		t.Errorf("%d more:\n%s", len(s.more), m.View())
	}
	if got, is := s.addChips(columnsMsg{{name: "Tesla K80", chip: true}, {name: "Arc A310", chip: true}}).(notify); !is || !strings.Contains(got.text, "these tests for Tesla K80 and Arc A310; the screen") {
		t.Errorf("of two chips without results: %+v", got) // the notice used to name one
	}
}

// If no session is shown, the newest one with results of this machine is opened.
func TestMachinesAreAddedToTheNewestSession(t *testing.T) {
	opened := ""
	m, _ := whatIfAt(t, func(h *House) {
		h.Sessions.List = func(context.Context) ([]Past, error) {
			return []Past{{Name: "live", Live: true, Done: 1}, {Name: "other", State: "imported", Done: 2}, {Name: "none"}, {Name: "mine", State: "done", Done: 2}}, nil
		}
		h.Sessions.Open = func(_ context.Context, name string) (*bench.Session, error) {
			opened = name
			return resultsSession(name, 100, 1, "CPU"), nil
		}
	})
	press(t, m, "g", "a")
	if s := m.screens[atResults].(*resultsScreen); opened != "mine" || m.at != atResults || len(s.more) != 1 {
		t.Errorf("%q is opened, with %d more\n%s", opened, len(s.more), m.View())
	}
	m, s := whatIfAt(t, emptyHouse)
	press(t, m, "esc")
	drain(t, m, s.askAbout(testModel(), ""))
	press(t, m, "6", "g", "a")
	if m.at != atWhatIf || !strings.Contains(m.View(), "This machine has no results yet to stand beside published ones. Measure a model first (key 2).") {
		t.Errorf("without a session:\n%s", m.View())
	}
}

// A shape whose stand-in was written used to be in the list twice, with the same
// name.
func TestAShapeThatIsHereIsOfferedOnce(t *testing.T) {
	m, s := whatIfAt(t, nil)
	var all []Shape
	s.Models.Shapes(t.Context(), bench.Machine{}, bench.Bandwidth{}, func(one Shape) { all = append(all, one) })
	written := all[0].Model
	written.Path = "/m/written.gguf"
	s.models = append(s.models, written)
	before := len(s.models)
	press(t, m, "m")
	l := m.dialogs[len(m.dialogs)-1].(*shapeList)
	if len(l.shapes) != before+len(all)-1 {
		t.Errorf("%d entries for %d models and %d shapes", len(l.shapes), before, len(all))
	}
}

// testModel is a model of which everything is known that a prediction needs.
func testModel() bench.Model {
	return bench.Model{Name: "Llama 3.2 1B", Quant: "Q4_0", Format: "gguf", Path: "/m/a.gguf", SizeBytes: 763 << 20, ParamCount: 1_235_814_400, ReadBytesPerToken: 763 << 20}
}

// The answer to an older question must not replace a newer one.
func TestALateAnswerIsDropped(t *testing.T) {
	m, s := whatIfAt(t, nil)
	s.askAbout(testModel(), "")
	m.Update(forScreenMsg{atWhatIf, machinesMsg{ask: s.asked - 1}})
	m.Update(forScreenMsg{atWhatIf, fittingMsg{ask: s.asked - 1, answers: []whatif.Answer{{}}}})
	if !s.waiting || len(s.fitting) > 0 {
		t.Error("an old answer was taken")
	}
	m.Update(forScreenMsg{atWhatIf, machinesMsg{ask: s.asked, err: context.Canceled}})
	if view := m.View(); !strings.Contains(view, "context canceled") || !strings.Contains(view, "choose another model") {
		t.Errorf("the reason is not told:\n%s", view)
	}
	m.Update(tea.WindowSizeMsg{Width: 40, Height: 12})
	m.Update(forScreenMsg{atWhatIf, machinesMsg{ask: s.asked}})
	if view := m.View(); !strings.Contains(view, "Nothing is known about the speed") {
		t.Errorf("an empty answer:\n%s", view)
	}
}

// The list of models used to be ordered by price, although models have none.
func TestAListHasOnlyItsOrders(t *testing.T) {
	m, s := whatIfAt(t, nil)
	press(t, m, "o")
	if s.ordered() != "price" {
		t.Fatal(s.ordered())
	}
	press(t, m, "t")
	for range 4 {
		if slices.Contains([]string{"price", "bandwidth", "year"}, s.ordered()) || strings.Contains(m.View(), "by price") {
			t.Errorf("by %s\n%s", s.ordered(), m.View())
		}
		press(t, m, "o")
	}
}

// The footer used to offer to clear a filter that was not there, and did not say
// how to get back to the machines.
func TestWhatIfSaysWhatEscDoes(t *testing.T) {
	m, s := whatIfAt(t, nil)
	esc := func() string {
		for _, k := range s.keys() {
			if slices.Contains(k.Keys(), "esc") {
				return k.Help().Desc
			}
		}
		return ""
	}
	if got := esc(); got != "" {
		t.Errorf("among the machines, esc is %q", got)
	}
	press(t, m, "t")
	if got := esc(); got != "back to the machines" {
		t.Errorf("turned round, esc is %q", got)
	}
	s.filter.SetValue("nothing has this name")
	s.fill("")
	if got := esc(); got != "clear the filter" {
		t.Errorf("with a filter, esc is %q", got)
	}
	s.filter.SetValue("")
	s.fitting, s.waiting = nil, true
	s.fill("")
	if got := esc(); got != "back to the machines" {
		t.Errorf("while it waits, esc is %q", got)
	}
	if keys := s.keys(); slices.ContainsFunc(keys, func(k binding) bool { return k.Help().Desc == "filter" }) {
		t.Errorf("an empty list cannot be filtered, but is offered it: %d keys", len(keys))
	}
}
