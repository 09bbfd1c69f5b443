package tui

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/report"
	"dragstrip/bench/tuning"
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

// Each picture has a letter for each result and its figures below, at every
// size, in ASCII too.
func TestSpeedOverDepthIsDrawn(t *testing.T) {
	for _, o := range []theme.Options{{}, {ASCII: true}, {Color: true}} {
		m := resultsRoot(t, o)
		drain(t, m, m.answer(openedMsg{name: "deep", session: deepSession()}))
		for _, size := range [][2]int{{160, 45}, {100, 30}, {60, 20}, {40, 12}} {
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			s := m.screens[atResults].(*resultsScreen)
			var text string
			for _, p := range s.curvePages() {
				drawn := strings.Join(p.lay(size[0]-4, size[1]-6), "\n")
				fits(t, drawn, size[0]-4, 200)
				text += p.title + "\n" + drawn + "\n"
			}
			for _, part := range []string{"tg128 over depth", "t/s over tokens in the", "0 4096 16384", "A ", "80.0 65.0 50.0", "What the memory allows", "256 GB/s specified"} {
				if !strings.Contains(strings.Join(strings.Fields(text), " "), part) {
					t.Errorf("%v: no %q in\n%s", size, part, text)
				}
			}
			press(t, m, "p")
			fits(t, m.View(), size[0], size[1])
			if !strings.Contains(m.View(), "tg128 over") || !strings.Contains(m.View(), "1 of 2") {
				t.Errorf("%v: not shown:\n%s", size, m.View())
			}
			press(t, m, "right")
			fits(t, m.View(), size[0], size[1])
			if !strings.Contains(m.View(), "2 of 2") {
				t.Errorf("%v: the next picture is not shown:\n%s", size, m.View())
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
	if view := m.View(); !strings.Contains(view, "one length and one depth only") {
		t.Errorf("%s", view)
	}
	press(t, m, "left")
	if view := m.View(); !strings.Contains(view, "not known how many bytes") {
		t.Errorf("%s", view)
	}
}

// swept is a search for prefill at many lengths, with so many configurations. The
// last one is selected.
func swept(t *testing.T, o theme.Options, configurations int) (*root, *resultsScreen) {
	t.Helper()
	m := found(t)
	m.Theme = theme.New(o)
	press(t, m, "5")
	s := m.screens[atResults].(*resultsScreen)
	s.found.Goals, s.found.Configurations = nil, nil
	for length := 1; length <= 4096; length *= 2 {
		s.found.Goals = append(s.found.Goals, report.FoundGoal{TuningGoal: bench.TuningGoal{Prompt: length}})
	}
	for i := range configurations {
		c := report.FoundConfiguration{Job: fmt.Sprint("j", i+1), Name: fmt.Sprint("configuration ", i+1), State: tuning.StateMeasured, Looks: 1}
		for _, g := range s.found.Goals {
			c.Speeds = append(c.Speeds, 1000*float64(g.Prompt)/float64(g.Prompt+100+20*i))
		}
		s.found.Configurations = append(s.found.Configurations, c)
	}
	s.curved, s.picked = s.found.Curves(), configurations-1
	return m, s
}

// A search over lengths has curves on the screen, too; the selected configuration
// is always among them.
func TestASearchOverLengthsHasCurves(t *testing.T) {
	for _, o := range []theme.Options{{}, {ASCII: true}, {Color: true, Weights: true}} {
		for _, n := range []int{1, 3, 40} {
			m, s := swept(t, o, n)
			for _, size := range [][2]int{{160, 45}, {100, 30}, {60, 20}, {40, 12}} {
				m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				text := strings.Join(s.curvePages()[0].lay(size[0]-4, size[1]-6), "\n")
				fits(t, text, size[0]-4, 300)
				for _, want := range []string{fmt.Sprint("configuration ", n), "4096", bench.FormatTPS(s.found.Configurations[n-1].Speeds[12])} {
					if !strings.Contains(text, want) {
						t.Errorf("%d configurations at %v: no %q in\n%s", n, size, want, text)
					}
				}
				if n > mostCurveLines && !strings.Contains(text, "and 28 slower configurations") {
					t.Errorf("%v: it is not said how many are left out:\n%s", size, text)
				}
				press(t, m, "p")
				if view := m.View(); !strings.Contains(view, "Prefill over") {
					t.Errorf("%v: not shown:\n%s", size, view)
				}
				fits(t, m.View(), size[0], size[1])
				press(t, m, "esc")
			}
		}
	}
}

// Doubtful figures used to look like the others below the curves, and a comparison
// called what had no room slower.
func TestFiguresOfCurvesShowTheirDoubt(t *testing.T) {
	for _, o := range []theme.Options{{}, {ASCII: true}, {Color: true, Weights: true}} {
		m, s := swept(t, o, 3)
		s.curved[0].Lines[0].Points[0].Grade = bench.GradeNoisy
		for _, size := range [][2]int{{160, 45}, {60, 20}, {40, 12}} {
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			text := strings.Join(s.curvePages()[0].lay(size[0]-4, size[1]-6), "\n")
			fits(t, text, size[0]-4, 300)
			if strings.Count(text, s.Doubt) != 1 {
				t.Errorf("%v: not one doubt in\n%s", size, text)
			}
		}
	}
	m := resultsRoot(t, theme.Options{})
	drain(t, m, m.answer(openedMsg{name: "deep", session: deepSession()}))
	s := m.screens[atResults].(*resultsScreen)
	c := s.curves()[0]
	for len(c.Lines) < 14 {
		c.Lines = append(c.Lines, c.Lines[0])
	}
	if text := strings.Join(s.curvePicture(c, 96, 24), "\n"); !strings.Contains(text, "and 2 more configurations") {
		t.Errorf("%s", text)
	}
}

// A search for one length has no curves, and the help says why.
func TestOneLengthHasNoCurves(t *testing.T) {
	m := found(t)
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	press(t, m, "5", "?")
	if view := strings.Join(strings.Fields(m.View()), " "); !strings.Contains(view, "not now: one length") {
		t.Errorf("the help does not say why:\n%s", m.View())
	}
}
