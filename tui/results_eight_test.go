package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// eightJobs is a session of two models, each with flash attention on and off,
// on two builds with the same name.
func eightJobs() *bench.Session {
	plan := bench.Plan{Rounds: 3}
	for _, m := range []bench.Model{
		{Name: "Llama 3.2 3B", Quant: "Q4_K_M", Path: "/m/a.gguf", ReadBytesPerToken: 2_020_000_000},
		{Name: "Qwen2.5 14B", Quant: "Q4_K_M", Path: "/m/b.gguf", ReadBytesPerToken: 8_571_453_440},
	} {
		for _, origin := range []string{"/opt/new", "/opt/old"} {
			for _, fa := range []string{"on", "off"} {
				plan.Jobs = append(plan.Jobs, bench.Job{
					ID: fmt.Sprintf("j%d", len(plan.Jobs)+1), Model: m, Repetitions: 6, Tests: []bench.Test{resultsPP, resultsTG},
					Build:  bench.EngineBuild{ID: origin, Engine: "llama.cpp", Version: "b11669", Backends: []string{"Vulkan"}, Origin: origin},
					Params: bench.Params{"flash_attn": fa},
				})
			}
		}
	}
	var events []bench.Event
	tell := func(job string, fact bench.Fact) {
		seq := int64(len(events) + 1)
		events = append(events, bench.Event{Seq: seq, Time: clock.Add(time.Duration(seq) * time.Second), Job: job, Fact: fact})
	}
	tell("", bench.SessionStarted{Session: "eight", Plan: plan})
	tell("", bench.MachineDescribed{Machine: bench.Machine{Line: "Ryzen AI Max+ 395", SpecifiedGBps: 256, GPUs: []bench.GPU{{Name: "Radeon 8060S", Shared: true}}}})
	for i, j := range plan.Jobs {
		for _, test := range j.Tests {
			tps := map[string]map[bench.Test]float64{"Llama 3.2 3B": {resultsPP: 1581, resultsTG: 88.1}, "Qwen2.5 14B": {resultsPP: 321, resultsTG: 23.1}}[j.Model.Name][test]
			if test == resultsPP {
				tps *= []float64{1, 0.89, 0.94, 0.885}[i%4] // generation is the same for all
			}
			for r := range 3 {
				samples := make([]int64, 2)
				for k := range samples {
					samples[k] = int64(float64(test.Tokens()) * 1e9 / tps * (1 + float64((r*2+k*3+i)%5)/500))
				}
				tell(j.ID, bench.TestFinished{Result: bench.Result{Test: test, Round: r, SamplesNS: samples, Backend: "Vulkan"}})
			}
		}
		tell(j.ID, bench.JobFinished{Outcome: bench.OutcomeDone})
	}
	tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return bench.Replay(events)
}

// TestEightJobsAreToldApart: the names of columns used to show what all jobs
// have in common, and to cut off what differs.
func TestEightJobsAreToldApart(t *testing.T) {
	h := testHouse()
	h.Sessions.Open = func(context.Context, string) (*bench.Session, error) { return eightJobs(), nil }
	m := New(context.Background(), h, Options{Theme: theme.New(theme.Options{})}).(*root)
	drain(t, m, m.Init())
	drain(t, m, m.do(show{name: "eight"}))
	m.notice = notify{}
	for _, size := range [][2]int{{60, 20}, {100, 30}, {160, 45}} {
		t.Run(fmt.Sprint(size[0]), func(t *testing.T) {
			golden.RequireEqual(t, []byte(seen(m, size[0], size[1])))
		})
	}
	s := m.screens[atResults].(*resultsScreen)
	if best := s.bestOf(0); best != 0 {
		t.Errorf("the best prompt speed is in column %d", best)
	}
	if best := s.bestOf(1); best != -1 {
		t.Errorf("generation is a tie, and column %d is called the best", best)
	}
	press(t, m, "enter")
	if view := seen(m, 100, 30); !strings.Contains(view, "A · llama.cpp b11669 Vulkan · -fa on · baseline") {
		t.Errorf("enter shows no details:\n%s", view)
	}
}
