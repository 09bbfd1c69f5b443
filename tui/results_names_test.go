package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dragstrip/bench"
	"dragstrip/bench/naming"
	"dragstrip/tui/theme"
)

// longNames is a session of models on two engines, each with flash attention on
// and off. One engine has an environment variable with a long name.
func longNames(models int) *bench.Session {
	s, seq := bench.NewSession(), int64(0)
	tell := func(job string, fact bench.Fact) {
		seq++
		s.Apply(bench.Event{Seq: seq, Time: clock, Job: job, Fact: fact})
	}
	plan := bench.Plan{Rounds: 1}
	for _, quant := range []string{"Q4_0", "Q8_0"}[:models] {
		for _, b := range []bench.EngineBuild{
			{ID: "a", Engine: "llama.cpp", Version: "0.7.0", Number: 11669, Env: []string{"OMP_PROC_BIND=true"}},
			{ID: "b", Engine: "llama-server", Version: "0.7.0", Number: 11669},
		} {
			for _, fa := range []string{"on", "off"} {
				plan.Jobs = append(plan.Jobs, bench.Job{
					ID: fmt.Sprintf("j%d", len(plan.Jobs)+1), Model: bench.Model{Name: "Tiny", Quant: quant, StandIn: true, Path: "/m/" + quant + ".gguf"},
					Build: b, Params: bench.Params{"flash_attn": fa}, Repetitions: 2, Tests: []bench.Test{resultsPP, resultsTG},
				})
			}
		}
	}
	tell("", bench.SessionStarted{Session: "long", Plan: plan})
	for i, j := range plan.Jobs {
		for _, test := range j.Tests {
			ns := int64(float64(test.Tokens()) * 1e7 * (1 + float64(i)/20))
			tell(j.ID, bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{ns, ns + ns/200}, Backend: "CPU"}})
		}
		tell(j.ID, bench.JobFinished{Outcome: bench.OutcomeDone})
	}
	tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return s
}

// TestNamesBesideBarsTellColumnsApart: names beside bars and pictures used to be
// cut where they differ, so that two columns had the same name.
func TestNamesBesideBarsTellColumnsApart(t *testing.T) {
	for _, c := range []struct {
		keys  []string
		size  [2]int
		names []string
	}{
		{[]string{"v"}, [2]int{100, 30}, []string{"A llama.cpp · fa on ", "D llama-server · fa off ", "v table"}},
		{[]string{"v", "m"}, [2]int{100, 30}, []string{"A Q4_0 ", "B Q8_0 ", " llama.cpp · OMP_PROC_BIND=true · fa on", " llama-server · without OMP_PROC_BIND · fa on"}},
		{[]string{"v"}, [2]int{60, 20}, []string{"A ███", "D ███", "A llama.cpp · OMP_PROC_BIND=true · fa on", "D llama-server · without OMP_PROC_BIND · fa off"}},
		{nil, [2]int{60, 20}, []string{"A llama.cpp · fa on ", "C llama-server · fa on ", "D llama-server · fa off"}},
		{[]string{"v"}, [2]int{40, 12}, []string{"A ███", "D ███", "A llama.cpp · fa on"}},
		{[]string{"v", "right", "right"}, [2]int{40, 12}, []string{"C llama-server · fa on"}},
		{[]string{"v", "m", "right"}, [2]int{40, 12}, []string{"B Q8_0"}},
	} {
		m, models := resultsRoot(t, theme.Options{}), 1
		if slices.Contains(c.keys, "m") { // one model is not enough for this
			models = 2
		}
		drain(t, m, m.answer(openedMsg{name: "long", session: longNames(models)}))
		press(t, m, c.keys...)
		view := seen(m, c.size[0], c.size[1])
		for _, name := range c.names {
			if !strings.Contains(view, name) {
				t.Errorf("%v %q: no %q in\n%s", c.size, c.keys, name, view)
			}
		}
	}
}

// TestTheHeadOfLiveNamesWhatDiffers: the head used to cut off the flag by which
// the job differs from the one after it.
func TestTheHeadOfLiveNamesWhatDiffers(t *testing.T) {
	session := longNames(2)
	s := &liveScreen{desk: &desk{Theme: theme.New(theme.Options{}), session: session}, names: newFittedNames(naming.Jobs(session.Jobs))}
	for at, want := range map[int]string{0: "Tiny · Q4_0 · llama.cpp · fa on", 7: "Tiny · Q8_0 · llama-server · fa off"} {
		if name := s.headName(session.Jobs[at], 40); name != want {
			t.Errorf("job %d is called %q, want %q", at+1, name, want)
		}
	}
	session.Jobs[2].Build, session.Jobs[2].Engines = session.Jobs[0].Build, session.Jobs[0].Engines
	session.Jobs[2].Build.Env = []string{"OMP_PROC_BIND=close"} // otherwise the same as the first job
	s.names = newFittedNames(naming.Jobs(session.Jobs))
	if name := s.headName(session.Jobs[2], 90); !strings.Contains(name, "OMP_PROC_BIND=close") {
		t.Errorf("a job that differs only in the environment of its build is called %q", name)
	}
	session.Jobs = session.Jobs[:1]
	if name := s.headName(session.Jobs[0], 40); !strings.HasPrefix(name, "Tiny Q4_0 (stand-in) · -fa on · llama.cpp") {
		t.Errorf("a single job is called %q", name)
	}
}

// The name of the column that has the focus used to be inverted only in those
// pictures in which several columns have a figure.
func TestTheFocusIsShownInEveryPicture(t *testing.T) {
	session := longNames(1)
	for _, j := range session.Jobs[1:] {
		j.Tests[1].Results = nil
	}
	m := resultsRoot(t, theme.Options{Color: true})
	drain(t, m, m.answer(openedMsg{name: "long", session: session}))
	s := m.screens[atResults].(*resultsScreen)
	for row := range s.sheet.Rows {
		lines := s.picture(s.divide(100, 30), row)
		if len(lines) < 2 || !strings.Contains(lines[1], s.Paint(theme.Focus, "A")[:4]) {
			t.Errorf("row %d: the focus is not shown: %q", row, lines)
		}
	}
}
