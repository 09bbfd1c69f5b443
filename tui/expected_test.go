package tui

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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
	for _, want := range []string{"slower than on other machines: they get 120 – 136 t/s from chips like the RTX 4090", "check for an old engine build"} {
		if !strings.Contains(warnings, want) {
			t.Errorf("no %q in\n%s", want, warnings)
		}
	}
}

// If Models was opened while a benchmark ran, it used to show no expected
// speeds: the models were found before the engine builds, and were listed again
// only after the memory was measured.
func TestSpeedsAreExpectedAsSoonAsTheBuildsAreKnown(t *testing.T) {
	var built atomic.Bool
	var searches atomic.Int32
	m, _ := started(t, func(h *House) {
		h.Sessions.Live = func() (string, time.Time, bool) { return "theirs", clock, true }
		h.Machine.Remembered = func(context.Context) (bench.Bandwidth, bool) { return bench.Bandwidth{}, false }
		find := h.Models.Find
		h.Models.Find = func(ctx context.Context, machine bench.Machine, best bench.Bandwidth, each func(Model)) []string {
			searches.Add(1)
			return find(ctx, machine, best, func(m Model) {
				if !built.Load() {
					m.Expected = bench.SpeedRange{}
				}
				each(m)
			})
		}
	})
	builds := []bench.EngineBuild{m.builds[0]}
	builds[0].ID = "b2"
	if m.bandwidth != nil || m.models[0].Expected.TPS > 0 {
		t.Fatalf("bandwidth %v, expected %v", m.bandwidth, m.models[0].Expected)
	}
	built.Store(true)
	answer := func(msg tea.Msg) { drain(t, m, func() tea.Msg { return msg }) }
	if answer(buildsMsg{m.buildAsk, builds, nil}); m.models[0].Expected.TPS == 0 {
		t.Error("no speed is expected after the builds came")
	}
	before := searches.Load()
	m.measuring = true
	if answer(buildsMsg{m.buildAsk, m.builds[:0], nil}); searches.Load() != before {
		t.Error("the models are listed twice, now and when the memory is measured")
	}
	if answer(bandwidthMsg{err: errors.New("a benchmark is running")}); searches.Load() != before+1 {
		t.Errorf("%d searches after the memory was not measured", searches.Load()-before)
	}
}
