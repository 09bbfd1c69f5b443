package tui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
)

// deepSession has generation at three depths with two builds, and a model whose
// bytes are known.
func deepSession() *bench.Session {
	s, seq := bench.NewSession(), int64(0)
	tell := func(job string, fact bench.Fact) {
		seq++
		s.Apply(bench.Event{Seq: seq, Time: clock, Job: job, Fact: fact})
	}
	m := bench.Model{Name: "Llama 3.2 3B", Quant: "Q4_K_M", Path: "/m/a.gguf", ReadBytesPerToken: 2_020_000_000, KV: bench.KV{Groups: []bench.KVGroup{{Layers: 28, Keys: 1024, Values: 1024}}}}
	depths := []int{0, 4096, 16384}
	plan := bench.Plan{Rounds: 1}
	for _, b := range []string{"Vulkan", "ROCm"} {
		job := bench.Job{ID: b, Model: m, Repetitions: 2, Build: bench.EngineBuild{ID: b, Engine: "llama.cpp", Backends: []string{b}}}
		for _, d := range depths {
			job.Tests = append(job.Tests, bench.Test{Generation: 128, Depth: d})
		}
		plan.Jobs = append(plan.Jobs, job)
	}
	tell("", bench.SessionStarted{Session: "deep", Plan: plan})
	tell("", bench.MachineDescribed{Machine: bench.Machine{SpecifiedGBps: 256, GPUs: []bench.GPU{{Name: "Radeon 8060S", Shared: true}}}})
	for i, j := range plan.Jobs {
		for k, test := range j.Tests {
			tps := 80 - 10*float64(i) - 15*float64(k)
			ns := int64(128e9 / tps)
			tell(j.ID, bench.TestFinished{Result: bench.Result{Test: test, SamplesNS: []int64{ns, ns + 1000}, Backend: j.Build.ID}})
		}
	}
	tell("", bench.SessionFinished{Outcome: bench.OutcomeDone})
	return s
}

// The two pictures have a letter for each result and its figure below, at every
// size, in ASCII too.
func TestSpeedOverDepthIsDrawn(t *testing.T) {
	for _, o := range []theme.Options{{}, {ASCII: true}} {
		m := resultsRoot(t, o)
		drain(t, m, m.answer(openedMsg{name: "deep", session: deepSession()}))
		for _, size := range [][2]int{{160, 45}, {100, 30}, {60, 20}, {40, 12}} {
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			s := m.screens[atResults].(*resultsScreen)
			text := strings.Join(s.curves(size[0]-4), "\n")
			for _, part := range []string{"Generation over the tokens", "16384: 50.0", "What the memory allows", "256 GB/s specified"} {
				if !strings.Contains(strings.Join(strings.Fields(text), " "), part) {
					t.Errorf("%v: no %q in\n%s", size, part, text)
				}
			}
			fits(t, text, size[0]-4, 200)
			press(t, m, "p")
			fits(t, m.View(), size[0], size[1])
			if !strings.Contains(m.View(), "Depth and bandwidth") {
				t.Errorf("%v: not shown:\n%s", size, m.View())
			}
			press(t, m, "esc")
		}
	}
}

func TestWithoutDepthsOrBytesThePicturesSayWhatIsMissing(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	bare := deepSession()
	for _, j := range bare.Jobs {
		j.Tests = j.Tests[:1]
		j.Model.ReadBytesPerToken = 0
	}
	drain(t, m, m.answer(openedMsg{name: "bare", session: bare}))
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	press(t, m, "p")
	if view := m.View(); !strings.Contains(view, "one depth only") || !strings.Contains(view, "not known how many bytes") {
		t.Errorf("%s", view)
	}
}
