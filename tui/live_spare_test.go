package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// When a session had ended, most of Live used to be empty. With only one job,
// even the model was not named.
func TestAFinishedSessionFillsLive(t *testing.T) {
	m := measuring(t, theme.Options{}, 1000)
	m.Update(tea.WindowSizeMsg{Width: 160, Height: 45})
	job := m.session.Jobs[0]
	m.session.Jobs = m.session.Jobs[:1]
	m.session.Warnings = nil
	apply(m, job.ID, bench.Warned{Warning: bench.Warning{Code: "other_load", Text: "other programs keep 2 cores busy", Remedy: "close other programs"}, Test: job.Tests[0].Test})
	m.live = false
	view := apply(m, "", bench.SessionFinished{Outcome: bench.OutcomeDone})
	for _, want := range []string{bench.Clean(job.Model.Label()), "─ Warnings ─", "other programs keep 2 cores busy", "what to do: ", "─ Session ─", "session  " + m.session.ID, m.session.Machine.Line} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q:\n%s", want, view)
		}
	}
	fits(t, view, 160, 45)
}

// The count of tests used to stay at 0/8 until the last round of the first
// test.
func TestResultsAreCountedBeforeTestsAreDone(t *testing.T) {
	m := measuring(t, theme.Options{}, 40)
	m.Update(tea.WindowSizeMsg{Width: 140, Height: 40})
	if view := apply(m, ""); !strings.Contains(view, "0/6 tests · 1/12 results") {
		t.Errorf("the results are not counted:\n%s", view)
	}
	j := m.session.Jobs[0]
	if view := apply(m, j.ID, bench.TestFailed{Test: j.Tests[1].Test, Failure: bench.Failure{Reason: "no memory"}}); !strings.Contains(view, "3/12 results") {
		t.Errorf("a test that failed has no further results:\n%s", view)
	}
}
