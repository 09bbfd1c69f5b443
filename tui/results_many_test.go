package tui

import (
	"context"
	"fmt"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// manyTests is a session of tests tests in twenty jobs. Each test has six
// repetitions, and some have a warning.
func manyTests(tests int) *bench.Session {
	const jobs = 20
	plan := bench.Plan{Rounds: 1}
	for j := range jobs {
		job := bench.Job{
			ID: fmt.Sprintf("j%d", j+1), Repetitions: 6, Model: bench.Model{Name: fmt.Sprintf("Model %d", j/2), Path: fmt.Sprintf("/m/%d.gguf", j/2), Format: "gguf", ReadBytesPerToken: 700 << 20},
			Build: bench.EngineBuild{ID: fmt.Sprint(j % 2), Engine: "llama.cpp", Number: 11669, Backends: []string{[]string{"CPU", "Vulkan"}[j%2]}},
		}
		for n := range tests / jobs {
			job.Tests = append(job.Tests, bench.Test{Generation: 16 + n/2, Depth: n % 2 * 4096})
		}
		plan.Jobs = append(plan.Jobs, job)
	}
	var events []bench.Event
	tell := func(job string, fact bench.Fact) {
		seq := int64(len(events) + 1)
		events = append(events, bench.Event{Seq: seq, Time: clock.Add(time.Duration(seq) * time.Second), Job: job, Fact: fact})
	}
	tell("", bench.SessionStarted{Session: "many", Plan: plan})
	for _, job := range plan.Jobs {
		for i, test := range job.Tests {
			r := bench.Result{Test: test, Backend: job.Build.Backends[0]}
			for k := range 6 {
				r.SamplesNS = append(r.SamplesNS, int64(1e9+k*1e6+i*1e5))
			}
			tell(job.ID, bench.TestFinished{Result: r})
			if i%10 == 0 {
				tell(job.ID, bench.Warned{Warning: bench.Warning{Code: "other_load", Text: fmt.Sprintf("others kept %d cores busy", i)}, Test: test})
			}
		}
		tell(job.ID, bench.JobFinished{Outcome: bench.OutcomeDone})
	}
	tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return bench.Replay(events)
}

// BenchmarkKeyOn2000Tests prints how long a key on Results takes, including the
// drawing. Budget: 20 ms.
func BenchmarkKeyOn2000Tests(b *testing.B) {
	h, session := testHouse(), manyTests(2000)
	h.Sessions.Open = func(context.Context, string) (*bench.Session, error) { return session, nil }
	m := New(context.Background(), h, Options{Theme: theme.New(theme.Options{Color: true})}).(*root)
	drain(b, m, m.Init())
	drain(b, m, m.do(show{name: "many"}))
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	_ = m.View()
	for b.Loop() {
		m.Update(keyMsg("down"))
		_ = m.View()
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/key")
}
