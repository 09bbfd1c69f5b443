package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// apply adds facts to a running session and draws it.
func apply(m *root, job string, facts ...bench.Fact) string {
	for _, f := range facts {
		m.session.Apply(bench.Event{Seq: m.session.LastSeq + 1, Time: m.session.LastEvent, Job: job, Fact: f})
	}
	m.shown++
	m.news(feedMsg{feed: m.feed, name: m.name})
	m.news(feedMsg{feed: m.feed, name: m.name}) // charts change with every second batch
	return m.View()
}

func readingOf(step int) bench.Reading {
	v := func(f float64) *float64 { return &f }
	bytes := int64(17 << 30)
	return bench.Reading{CPUBusy: v(0.06), GPUBusy: v(0.99), MemoryBytes: &bytes, Celsius: v(50 + float64(step)), Watts: v(80 + float64(step)), GPUCelsius: v(62), GPUWatts: v(88)}
}

func TestReadingsAreSmallChartsInTwoRowsAtMost(t *testing.T) {
	m := measuring(t, theme.Options{}, 40)
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 30})
	m.session.Machine.MemoryBytes = 128 << 30
	var view string
	for i := range 12 {
		view = apply(m, "", bench.ReadingTaken{Reading: readingOf(i)})
	}
	for _, want := range []string{"CPU ▁▁▁▁▁▁▁▁   6 %", "GPU ███████", "memory ▂▂▂▂▂▂▂▂ 17.0 of 128 GiB", "heat ▅▅▅▅▅▅▅▅ 61 °C", "power ███"} {
		if !strings.Contains(view, want) {
			t.Errorf("without %q:\n%s", want, view)
		}
	}
	for _, size := range [][2]int{{40, 12}, {60, 20}, {100, 30}} {
		m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		rows := 0
		for _, line := range strings.Split(m.View(), "\n") {
			if strings.Contains(line, "▁▁▁▁") || strings.Contains(line, "▅▅▅▅") {
				rows++
			}
		}
		if rows < 1 || rows > 2 {
			t.Errorf("%v: %d rows of charts\n%s", size, rows, m.View())
		}
	}
}

// TestARepetitionFarFromTheOthersIsMarkedAtOnce: the sign is beside the figure,
// the reason below.
func TestARepetitionFarFromTheOthersIsMarkedAtOnce(t *testing.T) {
	m := measuring(t, theme.Options{}, 40)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	test := m.session.Now.Test
	var facts []bench.Fact
	for i, tps := range []float64{23.1, 23.0, 23.2, 18.1, 23.1, 23.0} {
		facts = append(facts, bench.SampleTaken{Test: test, Repetition: i + 1, Of: 6, TokensPerSecond: tps})
	}
	m.session.Job(m.session.Now.Job).Test(test).Live = nil
	view := apply(m, m.session.Now.Job, facts...)
	if !strings.Contains(view, "18.1▲  23.1") || !strings.Contains(view, fmt.Sprintf("▲ repetition 4 of %s: 18.1 t/s, far from the median of 23.1", test)) {
		t.Errorf("not marked:\n%s", view)
	}
	busy := 1.3
	if view = apply(m, "", bench.ReadingTaken{Reading: bench.Reading{OtherCores: &busy}}); !strings.Contains(view, "▲ other programs keep 1.3 cores busy · repetition 4") {
		t.Errorf("what disturbs is not told:\n%s", view)
	}
}

func TestLiveListsEveryTestAndWaitsAloud(t *testing.T) {
	m := measuring(t, theme.Options{}, 40)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	for _, j := range m.session.Jobs {
		for _, test := range j.Tests {
			if !strings.Contains(m.View(), j.ID+"  "+test.Test.String()) {
				t.Errorf("%s %s is not listed:\n%s", j.ID, test.Test, m.View())
			}
		}
	}
	later := m.session.LastEvent.Add(5 * time.Second)
	m.House.Now = func() time.Time { return later }
	if view := apply(m, m.session.Jobs[0].ID, bench.PhaseEntered{Phase: bench.PhaseLoading}); !strings.Contains(view, "loading · for 0:05") {
		t.Errorf("it is not said for how long it loads:\n%s", view)
	}
}

func TestLiveSaysHowLongItStillTakesWhereThatIsKnown(t *testing.T) {
	m := measuring(t, theme.Options{}, 40)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	known := true
	m.House.Sessions.Left = func(s *bench.Session, now time.Time) (time.Duration, bool) {
		if s != m.session || !now.Equal(clock) {
			t.Errorf("asked of another session or moment: %v", now)
		}
		return 83 * time.Second, known
	}
	if view := apply(m, ""); !strings.Contains(view, "remaining about 1:23") {
		t.Errorf("it is not said:\n%s", view)
	}
	known = false
	if view := apply(m, ""); strings.Contains(view, "remaining") {
		t.Errorf("something is said though nothing is known:\n%s", view)
	}
}

func TestTheLogHasKeysOfItsOwnAndAFilter(t *testing.T) {
	m := measuring(t, theme.Options{}, 40)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	apply(m, m.session.Jobs[0].ID, bench.LineLogged{Text: "needle in it"}, bench.LineLogged{Text: "hay"})
	press(t, m, "v")
	if view := m.View(); !strings.Contains(view, "close the log") || strings.Contains(view, "x stop") || !strings.Contains(view, "hay") {
		t.Errorf("the log:\n%s", view)
	}
	press(t, m, "/", "n", "e", "e", "d", "enter")
	if view := m.View(); !strings.Contains(view, "needle in it") || strings.Contains(view, "hay") {
		t.Errorf("filtered:\n%s", view)
	}
	press(t, m, "esc")
	if view := m.View(); !strings.Contains(view, "hay") || !strings.Contains(view, "Engine log") {
		t.Errorf("esc does not clear the filter first:\n%s", view)
	}
	press(t, m, "esc")
	if strings.Contains(m.View(), "Engine log") {
		t.Error("esc does not close it")
	}
}

// TestWhoAttachesSeesWhatWasMeasuredOfTheMemory: a viewer that attaches during
// a test must not measure the memory itself, so it shows the session's figure.
func TestWhoAttachesSeesWhatWasMeasuredOfTheMemory(t *testing.T) {
	m := measuring(t, theme.Options{}, 40)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	m.session.Machine = m.machine
	m.bandwidth, m.best = nil, nil
	first := func(p bench.BandwidthMeasured) string { return strings.Split(apply(m, "", p), "\n")[0] }
	if line := first(bench.BandwidthMeasured{Bandwidth: bench.Bandwidth{PeakGBps: 201}}); !strings.Contains(line, "201 measured ?") {
		t.Errorf("disturbed, and not marked: %q", line)
	}
	specified := m.machine.SpecifiedGBps
	m.machine.SpecifiedGBps, m.busy = 0, new(1.0)
	m.Update(tea.WindowSizeMsg{Width: 40, Height: 12})
	if line := strings.Split(m.View(), "\n")[0]; !strings.Contains(line, "201 GB/s ?") {
		t.Errorf("on a small screen the mark is cut away: %q", line)
	}
	m.machine.SpecifiedGBps = specified
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	if line := first(bench.BandwidthMeasured{When: bench.ProbedEarlier, Bandwidth: bench.Bandwidth{PeakGBps: 212, Clean: true}}); !strings.Contains(line, "212 measured") || strings.Contains(line, "?") {
		t.Errorf("a better one is remembered: %q", line)
	}
	// A probe that was measured here while other programs were busy is
	// replaced, even if it was the best one.
	m.bandwidth, m.best = &bench.Bandwidth{PeakGBps: 400}, &bench.Bandwidth{PeakGBps: 400}
	if line := first(bench.BandwidthMeasured{When: "after", Bandwidth: bench.Bandwidth{PeakGBps: 210, Clean: true}}); !strings.Contains(line, "212 measured") || strings.Contains(line, "?") || m.bandwidth.PeakGBps != 400 {
		t.Errorf("the estimate stays: %q, %+v", line, m.bandwidth)
	}
}

// A session used to say "paused" while a test was still being measured.
func TestAPauseIsNotToldBeforeItHolds(t *testing.T) {
	m := measuring(t, theme.Options{}, 40)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	job, now := m.session.Now.Job, m.session.Now
	if view := apply(m, "", bench.SessionPaused{}); !strings.Contains(view, "pausing after this test") {
		t.Errorf("it is not said that the test goes on:\n%s", view)
	}
	apply(m, job, bench.TestFinished{Result: bench.Result{Test: now.Test, Round: now.Round, SamplesNS: []int64{1e9}}})
	if view := apply(m, job, bench.EngineEnded{Stopped: true}); !strings.Contains(view, "paused") {
		t.Errorf("it is not said that it is paused:\n%s", view)
	}
}

// The bench process refuses all controls but a stop while it waits. The footer
// used to offer them, and keys answered as if they were obeyed.
func TestASessionThatWaitsOffersOnlyToStop(t *testing.T) {
	m := measuring(t, theme.Options{}, 1000)
	apply(m, "", bench.PhaseEntered{Phase: bench.PhaseWaiting})
	asked := 0
	m.Sessions.Ask = func(string, bench.Control) error { asked++; return nil }
	footer := m.keyLine(m.screens[atLive].keys(), 160)
	if strings.Contains(footer, "pause") || strings.Contains(footer, "move") || !strings.Contains(footer, "x stop") || !strings.Contains(footer, "d detach") {
		t.Errorf("%q", footer)
	}
	for _, k := range []string{"p", "s", "[", "]"} {
		if press(t, m, k); asked > 0 || !strings.Contains(m.notice.text, "only stop is possible") {
			t.Errorf("%s: %q, asked %d times", k, m.notice.text, asked)
		}
	}
}
