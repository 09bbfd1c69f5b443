package tui

import (
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/tui/theme"
)

// searching is a session that searches: the default is measured, one
// configuration failed, and the block is not over.
func searching(t *testing.T) *root {
	t.Helper()
	m := measuring(t, theme.Options{}, 1000)
	job := m.session.Jobs[0].Job
	job.Tests, job.Repetitions = []bench.Test{{Prompt: 512}}, 1
	plan := bench.Plan{Schema: bench.Schema, Tuning: &bench.Tuning{
		Axes:  []bench.TuningAxis{{Name: "n_threads", Values: []string{"2", "4", "8"}, Ordered: true}},
		Goals: []bench.TuningGoal{{Prompt: 512}}, Choices: [][]int{{0}, {1}, {2}},
	}}
	for i, id := range []string{"j1", "j2", "j3"} {
		job.ID, job.Params = id, bench.Params{"n_threads": []string{"2", "4", "8"}[i]}
		plan.Jobs = append(plan.Jobs, job)
	}
	test := bench.Test{Prompt: 512}
	apply(m, "", bench.SessionStarted{Schema: bench.Schema, Session: m.session.ID, Plan: plan})
	m.session.Added = nil
	apply(m, "", bench.RepetitionsAdded{Round: 0, Tests: []bench.Test{test}, Repetitions: 1, Jobs: []string{"j1"}, Stage: "search"})
	apply(m, "j1", bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{512e6}}})
	apply(m, "", bench.RepetitionsAdded{Round: 1, Tests: []bench.Test{test}, Repetitions: 1, Jobs: []string{"j3", "j1", "j2"}, Stage: "search"})
	apply(m, "j3", bench.TestFailed{Test: test, Round: 1, Failure: bench.Failure{Code: bench.FailOutOfMemory, Reason: "out of memory"}})
	apply(m, "j2", bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: test, Round: 1, Repetition: 1, Of: 1})
	return m
}

func TestLiveShowsASearchAsABoard(t *testing.T) {
	m := searching(t)
	for _, size := range []struct{ width, height int }{{160, 45}, {100, 30}, {60, 20}, {40, 12}} {
		m.Update(tea.WindowSizeMsg{Width: size.width, Height: size.height})
		view := apply(m, "")
		fits(t, view, size.width, size.height)
		if strings.Contains(view, "round") {
			t.Errorf("a search has no rounds:\n%s", view)
		}
		if !strings.Contains(view, "1000  ahead") { // a low screen used to have no room for the best one
			t.Errorf("%d × %d: the best configuration is not shown:\n%s", size.width, size.height, view)
		}
		if size.width < 60 {
			continue
		}
		for _, want := range []string{"default is ahead, 1000 t/s", "8 threads", "failed: out", "4 threads"} {
			if !strings.Contains(view, want) {
				t.Errorf("%d × %d: no %q:\n%s", size.width, size.height, want, view)
			}
		}
	}
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	view := apply(m, "")
	for _, want := range []string{"Search: 2 of 3 tried, 1 failed", "2/3 tried", "block 2", "1 look"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q:\n%s", want, view)
		}
	}
	for _, never := range []string{"add jobs", "[ ] move"} {
		if strings.Contains(view, never) {
			t.Errorf("a search offers %q:\n%s", never, view)
		}
	}
}

// At 60 columns the line of the final used to be cut before it said how many
// pairs were measured, also where there was room for a second line.
func TestTheStandingOfASearchIsNotCutWhereThereIsRoom(t *testing.T) {
	m := searching(t)
	m.Update(tea.WindowSizeMsg{Width: 60, Height: 20})
	live := m.screens[atLive].(*liveScreen)
	live.found.Goals[0].Standing = "final: 4 threads, fa on +12 % (8.1 % to 16 %) against the default, 3 of 6 pairs"
	if rows := live.resultRows(56); rows != 2+1+3 {
		t.Errorf("%d rows", rows)
	}
	for height, want := range map[int]string{5: "3 of 6 pairs", 4: "1000  ahead"} {
		lines := live.board(56, height)
		if text := strings.Join(strings.Fields(strings.Join(lines, " ")), " "); len(lines) != height || !strings.Contains(text, strings.Join(strings.Fields(want), " ")) {
			t.Errorf("%d lines:\n%s", height, strings.Join(lines, "\n"))
		}
	}
}

// The board had no way to try more values than those that were asked for at the
// start.
func TestASearchIsWidenedFromTheBoard(t *testing.T) {
	m := searching(t)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	var asked []bench.Control
	m.Sessions.Ask = func(_ string, c bench.Control) error {
		asked = append(asked, c)
		return nil
	}
	m.Sessions.Widen = func(s *bench.Session) ([]bench.Control, error) {
		return s.AddControls([]bench.Job{{Tests: s.Jobs[0].Job.Tests, Repetitions: 1}}, func(bench.EngineBuild) bool { return false }), nil
	}
	if view := apply(m, ""); !strings.Contains(view, "w widen") {
		t.Errorf("not offered:\n%s", view)
	}
	if press(t, m, "w"); len(asked) != 1 || asked[0].Job != "j4" || !strings.Contains(m.View(), "may also try 1 configuration around the best") {
		t.Errorf("asked for %+v:\n%s", asked, m.View())
	}
	m.Sessions.Widen = func(*bench.Session) ([]bench.Control, error) { return nil, errors.New("nothing was measured yet") }
	if press(t, m, "w"); len(asked) != 1 || !strings.Contains(m.View(), "Nothing is added: nothing was measured yet") {
		t.Errorf("%s", m.View())
	}
	apply(m, "", bench.RepetitionsAdded{Round: 2, Tests: m.session.Jobs[0].Job.Tests, Repetitions: 1, Jobs: []string{"j1", "j2"}, Stage: bench.StageFinal})
	if view := m.View(); strings.Contains(view, "w widen") {
		t.Errorf("offered in the final:\n%s", view)
	}
}

// A search over many lengths used to fill the board with its goals, and no
// configuration had room.
func TestManyGoalsLeaveRoomForConfigurations(t *testing.T) {
	m := searching(t)
	s := m.screens[atLive].(*liveScreen)
	apply(m, "")
	goals := *s.found
	for length := 1; length <= 4096; length *= 2 {
		goals.Goals = append(goals.Goals, report.FoundGoal{TuningGoal: bench.TuningGoal{Prompt: length}, Standing: "nobody is ahead"})
	}
	s.found = &goals
	for _, height := range []int{3, 6, 10, 40} {
		lines := s.board(60, height)
		if text := strings.Join(lines, "\n"); len(lines) > height || height > 6 && (!strings.Contains(text, "4 threads") || height < 40 && !strings.Contains(text, "more goals")) {
			t.Errorf("%d lines for %d:\n%s", len(lines), height, text)
		}
	}
}
