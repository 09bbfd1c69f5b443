package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// Live used to show "expected 0.0002 – 602899482 t/s".
func TestAnExpectationThatTellsNothingIsUncertain(t *testing.T) {
	for want, r := range map[string]bench.SpeedRange{
		"expected speed uncertain": {TPS: 347, From: 0.0002, To: 602899482},
		"expected 20.0 – 60.0 t/s": {TPS: 34.6, From: 20, To: 60}, "expected 20.0 t/s": {TPS: 20, From: 20, To: 20}, "": {},
	} {
		if got := expectedText(r); got != want {
			t.Errorf("%v: %q, want %q", r, got, want)
		}
	}
}

// expectAll tells a session what was expected of its tests.
func expectAll(s *bench.Session, e bench.Expected) {
	for _, j := range s.Jobs {
		for _, t := range j.Tests {
			s.Apply(bench.Event{Seq: s.LastSeq + 1, Job: j.ID, Fact: bench.SpeedExpected{Test: t.Test, Expected: e}})
		}
	}
}

// Live shows what the session itself expected. What this machine's sessions say
// now may include its own results.
func TestLiveShowsWhatTheSessionExpected(t *testing.T) {
	m := measuring(t, theme.Options{}, 3)
	m.Sessions.Expect = func(*bench.Job, bench.Test) bench.SpeedRange { return bench.SpeedRange{TPS: 1.5, From: 1, To: 2} }
	expectAll(m.session, bench.Expected{SpeedRange: bench.SpeedRange{TPS: 22, From: 20.1, To: 24}, Chip: "Radeon 8060S"})
	job := m.session.Jobs[0]
	m.session.Apply(bench.Event{Seq: m.session.LastSeq + 1, Job: job.ID, Fact: bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: job.Tests[1].Test, Repetition: 1, Of: 3}})
	m.Update(freshMsg{})
	for _, width := range []int{40, 60, 100} {
		m.Update(tea.WindowSizeMsg{Width: width, Height: 30})
		if view := m.View(); !strings.Contains(view, "expected 20.1 – 24.0 t/s") {
			t.Errorf("%d:\n%s", width, view)
		}
	}
}

func TestResultsSayWhetherTheyAreAsFastAsExpected(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	chip := bench.Expected{SpeedRange: bench.SpeedRange{TPS: 128, From: 120, To: 136}, Chip: "RTX 4090"}
	expectAll(m.session, chip)
	m.Update(freshMsg{})
	drain(t, m, m.do(goTo{atResults}))
	s := m.screens[atResults].(*resultsScreen)
	for s.sheet.Rows[s.rows[s.at]].Test != resultsTG {
		press(t, m, "down")
	}
	details := strings.Join(s.rowDetails(), "\n")
	for _, want := range []string{"expected 120 – 136 t/s (", " % below), by published results for chips like the RTX 4090"} {
		if !strings.Contains(details, want) {
			t.Errorf("no %q in\n%s", want, details)
		}
	}
	warnings := strings.Join(s.warnings(), "\n")
	for _, want := range []string{"slower than expected: others get 120 – 136 t/s from chips like the RTX 4090", "check for an old engine build"} {
		if !strings.Contains(warnings, want) {
			t.Errorf("no %q in\n%s", want, warnings)
		}
	}
}
