package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/tui/theme"
	"dragstrip/tui/widget"
)

// onPlan is the Plan screen with a model marked.
func onPlan(t *testing.T, change func(*House)) (*root, *[]*bench.Plan) {
	t.Helper()
	m, plans := started(t, change)
	press(t, m, "2", "space", "3")
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	return m, plans
}

// A busy machine used to be shown only on Machine, and only as it was when the
// program began.
func TestABusyMachineIsToldBeforeItStarts(t *testing.T) {
	looked := 0
	m, _ := onPlan(t, func(h *House) {
		h.Machine.Fitness = func(context.Context) []Finding {
			looked++
			return []Finding{{"unfit", "other programs keep 3 of 4 cores busy", "close them", "figures will not show what this machine can do"}, {"doubt", "on battery", "plug it in", "figures may be a few percent off"}, {"note", "virtual", "", ""}}
		}
	})
	if looked < 2 {
		t.Errorf("looked %d times: who comes to the plan is told what was when the program began", looked)
	}
	words := strings.Join(strings.Fields(m.View()), " ")
	for _, want := range []string{"✗ other programs keep 3 of 4 cores busy", "figures will not show what this machine can do", "To do: close them", "(1 more on Machine, 1)"} {
		if !strings.Contains(words, want) {
			t.Errorf("it does not say %q:\n%s", want, m.View())
		}
	}
	m.Update(tea.WindowSizeMsg{Width: 40, Height: 12})
	if !strings.Contains(m.View(), "✗ other programs keep") {
		t.Errorf("small:\n%s", m.View())
	}
}

// The session of another viewer used to be "other programs", with the advice to
// close them.
func TestAnotherSessionIsNotOtherPrograms(t *testing.T) {
	m, _ := onPlan(t, func(h *House) {
		h.Machine.Fitness = func(context.Context) []Finding {
			return []Finding{{"waits", "dragstrip is measuring session X: a new session waits until it has ended", "nothing to do; `dragstrip attach` shows it", ""}}
		}
	})
	if words := strings.Join(strings.Fields(m.View()), " "); !strings.Contains(words, "▶ dragstrip is measuring session X: a new session waits until it has ended") || strings.Contains(words, "figures") {
		t.Errorf("%s", m.View())
	}
}

// When a session elsewhere had ended, Machine used to say for minutes that it
// was still being measured. Plan used to keep its earlier estimate.
func TestTheMachineIsJudgedAgainWhenASessionElsewhereBeginsAndEnds(t *testing.T) {
	measuring, estimated := true, 0
	m, _ := onPlan(t, func(h *House) {
		h.Machine.Fitness = func(context.Context) []Finding {
			if !measuring {
				return nil
			}
			return []Finding{{"waits", "dragstrip is measuring session X", "nothing to do", ""}}
		}
		estimate := h.Plans.Estimate
		h.Plans.Estimate = func(p *bench.Plan) Estimate { estimated++; return estimate(p) }
	})
	before := estimated
	for _, c := range []struct {
		name string
		says bool
	}{{"", false}, {"X", true}, {"", false}} {
		measuring = c.name != ""
		_, cmd := m.Update(streamMsg[Other]{items: []Other{{What: c.name}}})
		drain(t, m, cmd)
		if says := strings.Contains(m.View(), "measuring session X"); says != c.says {
			t.Errorf("after %q:\n%s", c.name, m.View())
		}
	}
	if estimated == before {
		t.Error("the estimate was not made again")
	}
}

// A build that was installed from another shell used to appear only after a
// restart.
func TestABuildInstalledElsewhereAppears(t *testing.T) {
	changed, found := false, 0
	m, _ := onPlan(t, func(h *House) {
		find := h.Engines.Find
		h.Engines.Find = func(ctx context.Context) ([]bench.EngineBuild, []string) { found++; return find(ctx) }
		h.Engines.Changed = func() bool { return changed }
	})
	look := func(want int, when string) {
		t.Helper()
		_, cmd := m.Update(streamMsg[bench.Reading]{items: []bench.Reading{{}}})
		drain(t, m, cmd)
		if found != want {
			t.Errorf("%s: searched %d times, want %d", when, found, want)
		}
	}
	before := found
	look(before, "nothing changed")
	changed = true
	look(before+1, "a build was installed")
	m.findings = []Finding{{Severity: "waits"}}
	look(before+1, "another session measures")
}

// A warning about the load used to stay after the load was gone.
func TestTheMachineIsJudgedAgainWhenItsLoadChanges(t *testing.T) {
	looked := 0
	m, _ := onPlan(t, func(h *House) {
		h.Machine.Fitness = func(context.Context) []Finding { looked++; return nil }
	})
	loads := func(shares ...float64) {
		for _, share := range shares {
			_, cmd := m.Update(streamMsg[bench.Reading]{items: []bench.Reading{{CPUBusy: &share}}})
			drain(t, m, cmd)
		}
	}
	before := looked
	if loads(0.9, 0.91, 0.3); looked != before+2 {
		t.Errorf("judged %d times after two changes", looked-before)
	}
	drain(t, m, m.do(goTo{atModels}))
	before = looked
	if loads(0.9); looked != before {
		t.Error("judged where nothing is said of it")
	}
}

// Enter used to be ignored while engines were being looked for.
func TestWhatIsStartedTooSoonStartsWhenEnginesAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		key    string
		starts int
	}{"it waits": {"", 1}, "and can be called off": {"esc", 0}, "and another value is another plan": {"down", 0}} {
		m, plans := onPlan(t, nil)
		builds := m.builds
		m.builds, m.buildsKnown = nil, false
		press(t, m, "3", "enter")
		if !strings.Contains(m.View(), "looking for engines; the benchmark starts") || len(*plans) != 0 {
			t.Fatalf("%s: it is not said:\n%s", name, m.View())
		}
		if c.key != "" {
			press(t, m, c.key)
		}
		_, cmd := m.Update(buildsMsg{m.buildAsk, builds, nil})
		drain(t, m, cmd)
		if len(*plans) != c.starts {
			t.Errorf("%s: %d started:\n%s", name, len(*plans), m.View())
		}
	}
}

// A digit used to begin a value, although the first line and the help say that
// a digit opens a screen.
func TestDigitsGoToAScreenUntilAFieldIsEdited(t *testing.T) {
	m, _ := onPlan(t, nil)
	press(t, m, "down", "down", "e", "ctrl+u", "12", "enter")
	if m.at != atPlan || !strings.Contains(m.View(), "12") {
		t.Fatalf("the value is not taken:\n%s", m.View())
	}
	if press(t, m, "2"); m.at != atModels {
		t.Errorf("2 does not go to Models:\n%s", m.View())
	}
}

// A digit opens a screen, and the hint of a field did not say what to press
// instead.
func TestAFieldSaysWhichKeyBeginsAValue(t *testing.T) {
	m, _ := onPlan(t, nil)
	explained := func(width int) string {
		return strings.Join(strings.Fields(strings.Join(m.screens[atPlan].(*planScreen).explain(width), " ")), " ")
	}
	press(t, m, "down")
	if said := explained(100); !strings.HasSuffix(said, "people publish. Press e to type a value") {
		t.Errorf("%q", said)
	}
	if said := explained(40); strings.Contains(said, "Press") { // no room for all of it
		t.Errorf("%q", said)
	}
	if press(t, m, "e"); strings.Contains(explained(100), "Press e") {
		t.Error("e would be typed into the value")
	}
}

func TestEnginesThatAreNotFoundStartNothing(t *testing.T) {
	m, plans := onPlan(t, nil)
	m.builds, m.buildsKnown = nil, false
	press(t, m, "3", "enter")
	_, cmd := m.Update(buildsMsg{m.buildAsk, nil, nil})
	drain(t, m, cmd)
	if len(*plans) != 0 || !strings.Contains(m.View(), "not started: no engine was found") {
		t.Errorf("%d started:\n%s", len(*plans), m.View())
	}
}

// What is not ticked may have a device that was asked for, so errors name it.
func TestAChoiceHasTheUntickedBuilds(t *testing.T) {
	var last Choice
	m, _ := onPlan(t, func(h *House) {
		find, plan := h.Engines.Find, h.Plans.Make
		h.Engines.Find = func(ctx context.Context) ([]bench.EngineBuild, []string) {
			builds, problems := find(ctx)
			second := builds[0]
			second.ID = "second"
			return append(builds, second), problems
		}
		h.Plans.Make = func(c Choice) (*bench.Plan, error) { last = c; return plan(c) }
	})
	if len(last.Builds) != 1 || len(last.Unticked) != 1 || last.Unticked[0].ID != "second" {
		t.Errorf("%+v", last)
	}
	if press(t, m, "down", "down", "down", "down", "down", "down", "space"); len(last.Builds) != 2 || len(last.Unticked) != 0 {
		t.Errorf("with both ticked: %+v", last)
	}
}

// A depth that no model supports used to be measured, or failed in the engine.
func TestADepthBeyondTheContextIsRefusedInPlace(t *testing.T) {
	m, plans := onPlan(t, func(h *House) {
		find := h.Models.Find
		h.Models.Find = func(ctx context.Context, machine bench.Machine, best bench.Bandwidth, each func(Model)) []string {
			return find(ctx, machine, best, func(m Model) { m.ContextTokens = 512; each(m) })
		}
		plan := h.Plans.Make
		h.Plans.Make = func(c Choice) (*bench.Plan, error) {
			p, err := plan(c)
			if c.Fields["d"] != "0" {
				p.Jobs[0].Tests[0].Depth = 4096
			}
			return p, err
		}
	})
	press(t, m, "down", "down", "down", "down", "e", "ctrl+u", "4096", "enter")
	if view := m.View(); !strings.Contains(view, "4096 ✗") || !strings.Contains(view, "needs 4608 tokens of context") {
		t.Errorf("%s", view)
	}
	if press(t, m, "enter"); len(*plans) != 0 {
		t.Error("it was started")
	}
	if press(t, m, "e", "ctrl+u", "0", "enter", "enter"); len(*plans) != 1 {
		t.Errorf("a possible depth is not started:\n%s", m.View())
	}
}

// TestWhatABuildRefusesIsToldInItsField: such a value used to be refused only when
// the engine was started.
func TestWhatABuildRefusesIsToldInItsField(t *testing.T) {
	m, _ := onPlan(t, func(h *House) {
		plan := h.Plans.Make
		h.Plans.Make = func(c Choice) (*bench.Plan, error) {
			if c.Fields["ctk"] == "q9" {
				return nil, errors.New("-ctk q9: llama.cpp takes q8_0")
			}
			return plan(c)
		}
	})
	s := m.screens[atPlan].(*planScreen)
	s.set("ctk", "q9")
	if view := words(m); !strings.Contains(view, "-ctk q9 ✗") || !strings.Contains(view, "-ctk q9: llama.cpp takes q8_0") || s.refusal("ctk") != "q9: llama.cpp takes q8_0" {
		t.Errorf("%s", m.View())
	}
	if s.set("ctk", "q8_0"); s.problem != "" || s.refusal("ctk") != "" {
		t.Errorf("a value that is possible: %q", s.problem)
	}
}

func TestTheFormsKeysGoToItsEndsAndFollowTheField(t *testing.T) {
	m, _ := onPlan(t, nil)
	last := func() string { lines := strings.Split(m.View(), "\n"); return lines[len(lines)-1] }
	for _, c := range []struct{ key, want string }{{"G", "enter show rarer fields"}, {"enter", "hide rarer fields"}, {"G", "e edit this value"}, {"g", "←→ value"}, {"down", "enter start"}} {
		if press(t, m, c.key); !strings.Contains(last(), c.want) {
			t.Errorf("after %s: %q", c.key, last())
		}
	}
	p := bench.Parameters[len(bench.Parameters)-1]
	if press(t, m, "G"); !strings.Contains(m.View(), "▌ "+widget.Left(p.Label, 12)+" -"+p.Flag) {
		t.Errorf("the last field:\n%s", m.View())
	}
	s := m.screens[atPlan].(*planScreen)
	s.at = slices.IndexFunc(s.fields(), func(f field) bool { return f.flag == "cpu-strict" })
	if view := m.View(); !strings.Contains(view, "▌ strict CPUs  -cpu-strict") || !strings.Contains(view, "-cpu-strict (cpu_strict)  strict") {
		t.Errorf("llama.cpp's spelling is beside the plain name:\n%s", view)
	}
}

// Eight jobs used to be four lines and "… and 4 more" beside their costs, and
// each name was cut where it differs.
func TestEightJobsAreAllNamedByWhatDiffers(t *testing.T) {
	m, _ := onPlan(t, func(h *House) {
		plan := h.Plans.Make
		h.Plans.Make = func(c Choice) (*bench.Plan, error) {
			p, err := plan(c)
			if err != nil {
				return nil, err
			}
			one := p.Jobs[0]
			one.Model.Name = "A model with a long name that is the same for every job of the plan"
			p.Jobs = nil
			for _, keys := range []string{"f16", "q8_0"} {
				for _, values := range []string{"f16", "q8_0"} {
					for _, fa := range []string{"on", "off"} {
						one.ID, one.Params = "j"+countOf(len(p.Jobs)+1, ""), bench.Params{"type_k": keys, "type_v": values, "flash_attn": fa}
						p.Jobs = append(p.Jobs, one)
					}
				}
			}
			return p, nil
		}
		h.Plans.Estimate = func(*bench.Plan) Estimate {
			return Estimate{Total: time.Hour, Load: time.Minute, Around: time.Minute, Sentinel: time.Minute, CoolDown: time.Minute, Rounds: []RoundCost{{1, time.Hour}, {2, 2 * time.Hour}}}
		}
	})
	view := m.View()
	for _, want := range []string{"all: A model with a long name", "ctk f16 · ctv f16 · fa on", "ctk q8_0 · ctv q8_0 · fa off", "8 jobs · 16 tests"} {
		if !strings.Contains(view, want) {
			t.Errorf("without %q:\n%s", want, view)
		}
	}
	if strings.Contains(view, "… and ") {
		t.Errorf("jobs are left out:\n%s", view)
	}
}

func TestFlagsAreWrittenWithTheirDashes(t *testing.T) {
	got := flagsOf(Preset{Fields: map[string]string{"p": "512", "fa": "on", "rounds": "2", "seed": "7", "cpu-strict": "1"}})
	if want := "-p 512 -fa on --rounds 2 -cpu-strict 1 --seed 7"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// If a ticked build cannot read any marked model, the plan does not change.
// Nothing used to say why.
func TestATickedBuildThatReadsNoMarkedModelSaysSo(t *testing.T) {
	m, _ := onPlan(t, func(h *House) {
		find := h.Engines.Find
		h.Engines.Find = func(ctx context.Context) ([]bench.EngineBuild, []string) {
			builds, problems := find(ctx)
			return append(builds, bench.EngineBuild{ID: "m1", Engine: "mlx-lm", Prefix: []string{"python"}, Version: "0.32.2", Traits: bench.Traits{Formats: []string{"mlx"}}}), problems
		}
	})
	s := m.screens[atPlan].(*planScreen)
	for s.at = 0; s.field().flag != buildFlag || s.builds[s.field().build].ID != "m1"; s.at++ {
	}
	const said = "mlx-lm 0.32.2 reads none of the marked models, so it adds no job"
	if press(t, m, "space"); !strings.Contains(m.View(), said) {
		t.Errorf("after ticking:\n%s", m.View())
	}
	if press(t, m, "space"); strings.Contains(m.View(), said) {
		t.Errorf("after removing the tick:\n%s", m.View())
	}
}

// Two variants of one build used to have one name, so that nobody could tell
// which of them was ticked.
func TestVariantsOfABuildAreToldApart(t *testing.T) {
	build := bench.EngineBuild{ID: "a", Engine: "llama.cpp", Number: 11669, Backends: []string{"Vulkan"}}
	variant, other := build, build
	variant.ID, variant.Env = "b", []string{"GGML_VK_DISABLE_F16=1"}
	other.ID, other.Backends = "c", []string{"CPU"}
	want := []string{"F16 default · llama.cpp b11669 Vulkan", "F16 off · llama.cpp b11669 Vulkan", "llama.cpp b11669 CPU"}
	if got := buildNames([]bench.EngineBuild{build, variant, other}, "·"); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestALargePlanShowsPresetsAndAllReasons(t *testing.T) {
	m, _ := started(t, nil)
	press(t, m, "2", "space", "3")
	m.findings = []Finding{{"unfit", "it swaps", "close programs", "figures will not show what this machine can do"}, {"doubt", "it runs on battery", "plug it in", "figures may be a few percent off"}, {"note", "a note", "nothing", ""}}
	view := seen(m, 160, 45)
	for _, want := range []string{"Presets  p chooses", "it swaps: figures will not show", "close programs", "it runs on battery: figures may be", "plug it in"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q:\n%s", want, view)
		}
	}
	if strings.Contains(view, "a note") {
		t.Errorf("a note changes no figure:\n%s", view)
	}
}

// TestAPlanThatCannotStartHasNoCommand: the key c used to copy a command that
// the same plan refuses.
func TestAPlanThatCannotStartHasNoCommand(t *testing.T) {
	m := resultsRoot(t, theme.Options{})
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	s := m.screens[atPlan].(*planScreen)
	s.problem = "no engine build is ticked"
	a, _ := s.update(keyMsg("c"))
	if n, is := a.(notify); !is || !strings.Contains(n.text, "no command") || !strings.Contains(n.text, s.problem) {
		t.Errorf("c answers %#v", a)
	}
}
