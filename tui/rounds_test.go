package tui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

func TestPlanShowsWhatRoundsCostAndTakesTheirFields(t *testing.T) {
	var last Choice
	m, _ := started(t, func(h *House) {
		plan := h.Plans.Make
		h.Plans.Make = func(c Choice) (*bench.Plan, error) {
			last = c
			p, err := plan(c)
			if p != nil {
				p.Rounds, p.Precision, p.MaxTime = 2, 0.01, 10*time.Minute
			}
			return p, err
		}
		h.Plans.Estimate = func(p *bench.Plan) Estimate {
			return Estimate{
				Total: 10 * time.Minute, Around: 5 * time.Second, Precision: 2 * time.Minute, Load: time.Minute, Sentinel: 20 * time.Second, CoolDown: 8 * time.Minute,
				Jobs: []time.Duration{time.Minute, time.Minute}, Rounds: []RoundCost{{1, 9 * time.Minute}, {2, 10 * time.Minute}, {6, 15 * time.Minute}},
			}
		}
	})
	press(t, m, "2", "space", "space", "enter")
	m.Update(tea.WindowSizeMsg{Width: 140, Height: 40})
	for _, part := range []string{"in 2 rounds (auto)", "1 round takes 9:00, 2 rounds 10:00, 6 rounds 15:00", "the drift check adds 0:20", "cooling down may add 8:00", "reaching ±1.0 % adds 2:00; no repetitions are added after 10:00", "looking at the machine and the models adds 0:05"} {
		if !strings.Contains(m.View(), part) {
			t.Errorf("without %q:\n%s", part, m.View())
		}
	}
	plan := m.screens[atPlan].(*planScreen)
	to := func(flag string) {
		for i, f := range plan.fields() {
			if f.flag == flag {
				plan.at = i
				return
			}
		}
		t.Fatalf("no field %s", flag)
	}
	to("precision")
	press(t, m, "right", "right")
	to(moreFlag)
	press(t, m, "enter")
	if said := strings.Join(plan.explain(100), " "); !strings.Contains(said, "hides the rarer fields") {
		t.Errorf("the rarer fields are shown, and the explanation says %q", said)
	}
	to("order")
	press(t, m, "right", "right")
	to("no-sentinel")
	drift := func() string { return strings.Join(plan.form(60, 40), "\n") + strings.Join(plan.explain(100), " ") }
	if said := drift(); strings.Contains(said, "--no-sentinel on") || strings.Contains(said, "--no-sentinel  ") {
		t.Errorf("the drift check is on, and the form says the opposite:\n%s", said)
	}
	press(t, m, "right")
	if said := drift(); !strings.Contains(said, "off (--no-sentinel)") {
		t.Errorf("the drift check is off:\n%s", said)
	}
	for flag, want := range map[string]string{"precision": "1%", "order": "shuffle", "no-sentinel": "true", "rounds": ""} {
		if last.Fields[flag] != want {
			t.Errorf("--%s is %q, want %q", flag, last.Fields[flag], want)
		}
	}
	for _, f := range append(append([]field{}, commonFields...), roundFields...) {
		if f.help == "" {
			t.Errorf("--%s is not explained", f.flag)
		}
	}
}

func TestWaitForTheMachineToCoolIsShownAndEnded(t *testing.T) {
	m := measuring(t, theme.Options{}, 3)
	var asked []bench.Control
	m.Sessions.Ask = func(_ string, c bench.Control) error { asked = append(asked, c); return nil }
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	press(t, m, "n")
	if len(asked) != 0 {
		t.Errorf("asked %v while nothing is waited for", asked)
	}
	job := m.session.Jobs[0].ID
	m.session.Apply(bench.Event{Seq: m.session.LastSeq + 1, Job: job, Fact: bench.PhaseEntered{Phase: bench.PhaseCooling, Detail: "61 °C, at the start 45 °C; at most 1:30 more"}})
	m.Update(freshMsg{})
	if view := m.View(); !strings.Contains(view, "cooling") || !strings.Contains(view, "61 °C, at the start 45 °C") || !strings.Contains(view, "start now") {
		t.Errorf("the wait is not shown:\n%s", view)
	}
	press(t, m, "n")
	if len(asked) != 1 || asked[0].Verb != bench.ControlGo {
		t.Errorf("asked %v", asked)
	}
}

func TestRoundIsNamedWithWhatItIsFor(t *testing.T) {
	m := measuring(t, theme.Options{}, 3)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	m.session.Plan.Precision = 0.01
	job := m.session.Jobs[0]
	planned := m.session.PlannedRounds()
	for _, fact := range []bench.Fact{
		bench.RepetitionsAdded{Round: planned, Tests: []bench.Test{job.Tests[0].Test}, Repetitions: 6, HalfWidth: 0.03},
		bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: job.Tests[0].Test, Round: planned, Repetition: 2, Of: 6},
	} {
		m.session.Apply(bench.Event{Seq: m.session.LastSeq + 1, Job: job.ID, Fact: fact})
	}
	m.Update(freshMsg{})
	if !strings.Contains(m.View(), "added to reach ±1.0 % (now ±3.0 %)") {
		t.Errorf("it is not said what the round is for:\n%s", m.View())
	}
}

func TestSentinelIsNamedAndCanBeSkipped(t *testing.T) {
	m := measuring(t, theme.Options{}, 3)
	var asked []bench.Control
	m.Sessions.Ask = func(_ string, c bench.Control) error { asked = append(asked, c); return nil }
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	job := m.session.Jobs[0]
	for _, fact := range []bench.Fact{
		bench.JobFinished{Outcome: bench.OutcomeDone},
		bench.PhaseEntered{Phase: bench.PhaseMeasuring, Test: job.Tests[0].Test, Round: bench.SentinelRound, Repetition: 2, Of: 6},
	} {
		m.session.Apply(bench.Event{Seq: m.session.LastSeq + 1, Job: job.ID, Fact: fact})
	}
	m.Update(freshMsg{})
	if !strings.Contains(m.View(), "repeated: "+job.Tests[0].Test.String()) {
		t.Errorf("it is not said that the first test is repeated:\n%s", m.View())
	}
	press(t, m, "s", "y")
	if len(asked) != 1 || asked[0].Verb != bench.ControlSkip || asked[0].Job != job.ID {
		t.Errorf("asked %v", asked)
	}
}
