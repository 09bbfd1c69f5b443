package tui

import (
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/widget"
)

// found is a search that is over: 4 threads are faster in all pairs of the
// final, and 8 threads failed.
func found(t *testing.T) *root {
	t.Helper()
	m := searching(t)
	test := bench.Test{Prompt: 512}
	measured := func(job string, round int, took int64) {
		apply(m, job, bench.TestFinished{Result: bench.Result{Test: test, Round: round, SamplesNS: []int64{took}}})
	}
	measured("j1", 1, 512e6)
	measured("j2", 1, 256e6)
	for round := 2; round < 9; round++ {
		apply(m, "", bench.RepetitionsAdded{Round: round, Tests: []bench.Test{test}, Repetitions: 1, Jobs: []string{"j1", "j2"}, Stage: bench.StageFinal})
		measured("j1", round, 512e6+int64(round)*1e5)
		measured("j2", round, 256e6)
	}
	apply(m, "", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return m
}

func TestResultsBeginWithWhatASearchFound(t *testing.T) {
	m := found(t)
	m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("5")})
	for _, size := range []struct{ width, height int }{{160, 45}, {100, 30}, {60, 20}, {40, 12}} {
		m.Update(tea.WindowSizeMsg{Width: size.width, Height: size.height})
		view := apply(m, "")
		fits(t, view, size.width, size.height)
		wanted := []string{"The default loses 50 % of prefill", "4 threads", "8 threads"}
		if size.width >= 60 {
			wanted = append(wanted, "best for prefill", "failed: out")
		}
		for _, want := range wanted {
			if !strings.Contains(view, want) {
				t.Errorf("%d × %d: no %q:\n%s", size.width, size.height, want, view)
			}
		}
		for _, never := range []string{"--precision", "baseline", "-r 6"} {
			if strings.Contains(view, never) {
				t.Errorf("%d × %d: a search shows %q:\n%s", size.width, size.height, never, view)
			}
		}
	}
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 40})
	// The head used to stand one cell to the left of the figures.
	lines := strings.Split(m.View(), "\n")
	at := slices.IndexFunc(lines, func(line string) bool { return strings.HasSuffix(strings.TrimSpace(line), "pp512  t/s") })
	end := func(line, word string) int { return widget.Width(line[:strings.Index(line, word)+len(word)]) }
	if at < 0 || !strings.Contains(lines[at+1], " 2000 ") || end(lines[at], "pp512") != end(lines[at+1], " 2000") {
		t.Errorf("head and figures:\n%s", m.View())
	}
	m.Update(tea.KeyMsg{Type: tea.KeyDown})
	m.Update(tea.KeyMsg{Type: tea.KeyUp})
	m.Update(tea.KeyMsg{Type: tea.KeyEnter})
	for _, want := range []string{"measured in 1 block", "To use it again", "-t 4"} {
		if view := m.View(); !strings.Contains(view, want) {
			t.Errorf("the details of the best have no %q:\n%s", want, view)
		}
	}
}

// What a search found becomes a preset, so that it can be used again.
func TestAConfigurationOfASearchBecomesAPreset(t *testing.T) {
	m := found(t)
	var saved Preset
	m.Plans.SavePreset = func(p Preset) error { saved = p; return nil }
	press(t, m, "5")
	press(t, m, "S", "b", "e", "s", "t", "enter")
	if saved.Name != "best" || saved.Fields["t"] != "4" || saved.Fields["p"] != "512" || saved.Fields["d"] != "" {
		t.Errorf("%+v", saved)
	}
}
