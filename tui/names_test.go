package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/predict/whatif"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// alikeModels are names that differ only at their ends.
var alikeModels = []string{"Llama-3.3-70B-Instruct-abliterated-with-a-long-name-v1", "Llama-3.3-70B-Instruct-abliterated-with-a-long-name-v2"}

// differ checks that a screen shows what tells two names apart.
func differ(t *testing.T, what, view string) {
	t.Helper()
	if !strings.Contains(view, "v1") || !strings.Contains(view, "v2") {
		t.Errorf("%s: what differs is cut:\n%s", what, view)
	}
}

// Lists used to cut the ends of names, also where only the ends differ.
func TestNamesThatDifferAtTheirEndsStayDifferent(t *testing.T) {
	for _, size := range [][2]int{{40, 12}, {60, 20}, {100, 30}} {
		at := fmt.Sprint(size)
		var past []Past
		for _, name := range alikeModels {
			past = append(past, Past{
				Name: name, When: clock, State: "done", What: "M", Note: "the same note, but of " + name, Done: 2, Tests: 2,
				Figures: []PastFigure{{alikeModels[0], "pp512", 321, 320, 322, ""}, {alikeModels[1], "pp512", 300, 299, 301, ""}},
			})
		}
		m := historyRoot(t, theme.Options{}, past, nil)
		if s := m.screens[atHistory].(*historyScreen); size[1] >= 20 {
			differ(t, "figures at "+at, strings.Join(s.figures(s.grid, size[0], 9), "\n"))
		}
		differ(t, "add a column at "+at, strings.Join(m.pastListOf(past).lines(size[0]-6), "\n"))
		past[0].What, past[1].What, past[0].Note, past[1].Note = alikeModels[0], alikeModels[1], "", ""
		differ(t, "History at "+at, seen(historyRoot(t, theme.Options{}, past, nil), size[0], size[1]))

		w := newWhatIfScreen(m.desk)
		w.machines.Answers = []whatif.Answer{{Machine: alikeModels[0]}, {Machine: alikeModels[1]}}
		w.fill("")
		differ(t, "What if at "+at, w.view(size[0], size[1]).String())

		var models []Model
		for i, name := range alikeModels {
			models = append(models, Model{Model: bench.Model{Name: name, Quant: "Q4_0", SizeBytes: int64(i+1) << 30}, NeedBytes: 1 << 30, Fit: "fits"})
		}
		m.models, m.modelsKnown, m.machine.MemoryBytes = models, true, 8<<30
		differ(t, "What fits at "+at, strings.Join((&machineScreen{desk: m.desk}).fitting(size[0]), "\n"))
		l, _ := newShapeList(m.desk, shapeQuestion{before: []Shape{{Model: models[0]}, {Model: models[1]}}})
		l.whole = true
		l.fill()
		differ(t, "the list of shapes at "+at, l.view(m.desk, size[0], size[1]).String())
	}
}

// The table used to be left with its head and a count of jobs, because the list
// of models took all lines.
func TestASessionOfManyModelsLeavesRoomForItsFigures(t *testing.T) {
	past := Past{Name: "s", When: clock, State: "done", Machine: "a machine", Note: "a note", Done: 8, Tests: 8}
	for i := range 8 {
		name := fmt.Sprintf("Llama-3.3-70B-Instruct-abliterated-v%d Q4_0", i)
		past.What += name + ", "
		past.Figures = append(past.Figures, PastFigure{name, "pp512", 321, 320, 322, ""}, PastFigure{name, "tg128", 23.1, 23, 23.2, ""})
	}
	view := seen(historyRoot(t, theme.Options{}, []Past{past}, nil), 60, 20)
	for _, want := range []string{"-v0", "-v1", "321 ± 1", "23.1 ± 0.1", "more jobs"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q:\n%s", want, view)
		}
	}
	s := historyRoot(t, theme.Options{}, []Past{past}, nil).screens[atHistory].(*historyScreen)
	for most := range 12 {
		if lines := s.figures(newFigureGrid(past.Figures), 60, most); len(lines) > 0 && !strings.Contains(strings.Join(lines, "\n"), "321") {
			t.Errorf("in %d lines no figure:\n%s", most, strings.Join(lines, "\n"))
		}
	}
}

// The title used to be cut at its end, where the test stood.
func TestTheTitleOfDetailsNamesTheTest(t *testing.T) {
	for _, name := range []string{"Q", alikeModels[0]} {
		s := resultsSession("s", 256, 1, "Vulkan", "ROCm")
		for i, j := range s.Jobs {
			j.Model.Name, j.Model.Quant = alikeModels[i/2], ""
			if name == "Q" {
				j.Model.Name = []string{name, "R"}[i/2]
			}
		}
		r := newResultsScreen(&desk{Theme: theme.New(theme.Options{}), session: s, name: "s"})
		r.make()
		for _, width := range []int{20, 36, 200} {
			if got := r.rowTitle(width); widget.Width(got) > width || !strings.HasPrefix(got, "pp512") || name != "Q" && !strings.Contains(got, "v1") {
				t.Errorf("in %d cells: %q", width, got)
			}
		}
	}
}

// "over ±100 %" used to become "over +100 %".
func TestDetailsWritePlusMinusInASCII(t *testing.T) {
	s := resultsSession("s", 256, 1, "Vulkan")
	r := newResultsScreen(&desk{Theme: theme.New(theme.Options{ASCII: true}), session: s, name: "s"})
	r.make()
	cell := r.sheet.Rows[0].Cells[0]
	cell.Row.Doubts = []bench.Warning{{Text: "wide interval: over ±100 %"}}
	if text := strings.Join(r.cellDetails(0, cell), "\n"); !strings.Contains(text, "over +/-100 %") || strings.Contains(text, "±") {
		t.Errorf("%s", text)
	}
}

func TestModelsAboveTheRowsOfResultsStayDifferent(t *testing.T) {
	s := resultsSession("s", 256, 1, "Vulkan", "ROCm")
	for i, j := range s.Jobs {
		j.Model.Name = alikeModels[i/2]
	}
	h := testHouse()
	m := New(context.Background(), h, Options{Theme: theme.New(theme.Options{})}).(*root)
	m.session, m.name = s, "s"
	m.at = atResults
	differ(t, "the table", seen(m, 50, 30))
	press(t, m, "v")
	differ(t, "the bars", seen(m, 50, 30))
}
