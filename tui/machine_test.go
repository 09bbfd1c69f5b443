package tui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"dragstrip/bench"
)

// TestLargeScreensUseTheirRoom draws what only a large screen shows: the
// engines' devices, earlier probes, details beside the models, the plan's
// tests.
func TestLargeScreensUseTheirRoom(t *testing.T) {
	m, _ := started(t, func(h *House) {
		h.Machine.Probes = func(context.Context) []bench.Bandwidth {
			return []bench.Bandwidth{
				{PeakGBps: 214, Clean: true, Measured: clock.Add(-time.Hour)}, {PeakGBps: 390, Measured: clock.Add(-25 * time.Hour)}, {PeakGBps: 107, Clean: true, Measured: clock.Add(-48 * time.Hour)},
			}
		}
		h.Sessions.Expect = func(_ *bench.Job, test bench.Test) bench.SpeedRange {
			if test.IsDecode() {
				return bench.SpeedRange{TPS: 82, From: 80, To: 84}
			}
			return bench.SpeedRange{}
		}
		describe := h.Machine.Describe
		h.Machine.Describe = func(ctx context.Context) bench.Machine {
			machine := describe(ctx)
			machine.DeviceBandwidth = []bench.DeviceBandwidth{{Device: "Vulkan0", Description: "RADV 8060S", Slope: bench.Slope{MedianGBps: 226}, Clean: true}}
			return machine
		}
	})
	m.Update(tea.WindowSizeMsg{Width: 160, Height: 45})
	press(t, m, "2", "space")
	for _, at := range []screenNumber{atMachine, atModels, atPlan} {
		drain(t, m, m.do(goTo{at}))
		t.Run(screenNames[at], func(t *testing.T) { golden.RequireEqual(t, []byte(m.View())) })
	}
}

// The table used not to say whether its bandwidth was measured, or whether the
// bandwidth is uncertain.
func TestWhatTheMemoryAllowsSaysOfWhichBandwidth(t *testing.T) {
	m, _ := started(t, nil)
	s := m.screens[atMachine].(*machineScreen)
	for want, best := range map[string]*bench.Bandwidth{
		"with 214 GB/s measured ":   {PeakGBps: 214, Clean: true},
		"with 107 GB/s measured ? ": {PeakGBps: 107},
		"with 256 GB/s specified ":  nil,
	} {
		m.best = best
		if title := s.allowed(80)[0]; !strings.Contains(title, want) {
			t.Errorf("no %q in %q", want, title)
		}
	}
}

// If a probe was disturbed, the screen names the probe that models are compared
// with, and that probe's age.
func TestADisturbedProbeSaysWhatModelsAreHeldAgainst(t *testing.T) {
	m, _ := started(t, nil)
	m.bandwidth = &bench.Bandwidth{PeakGBps: 66, Doubts: []string{"other programs were busy"}}
	m.best = &bench.Bandwidth{PeakGBps: 35, Clean: true, Measured: clock.Add(-2 * time.Hour)}
	if text, want := m.screens[atMachine].(*machineScreen).bandwidthDoubt(), "uncertain: other programs were busy. Ceilings of models are computed from 35.0 GB/s, the best clean probe since this machine was started, measured 2 h ago"; text != want {
		t.Errorf("%q, want %q", text, want)
	}
	if first, _, _ := strings.Cut(m.View(), "\n"); !strings.Contains(first, "35.0 measured") || strings.Contains(first, "66") {
		t.Errorf("the first line: %q", first)
	}
}

// The header used to have a question mark, while the bar of the same figure had
// none.
func TestTheBarOfADoubtfulProbeIsMarked(t *testing.T) {
	m, _ := started(t, nil)
	screen := m.screens[atMachine].(*machineScreen)
	for _, clean := range []bool{true, false} {
		m.bandwidth = &bench.Bandwidth{PeakGBps: 66, Threads: 2, Clean: clean, ByThreads: []bench.ThreadBandwidth{{Threads: 2, GBps: 66, CleanFraction: 1}}}
		bars := screen.bandwidthBars(60)
		if bar := bars[len(bars)-1]; strings.Contains(bar, "66.0 "+m.Unclear) == clean {
			t.Errorf("clean %v: %q", clean, bar)
		}
	}
}

// A device's newest figure used to be shown even if it was doubtful, though the
// undisturbed one counts for ceilings.
func TestADeviceShowsTheFigureThatCounts(t *testing.T) {
	m, _ := started(t, nil)
	device := bench.Device{Name: "Vulkan0", Description: "RADV"}
	of := func(gbps float64, clean bool) bench.DeviceBandwidth {
		return bench.DeviceBandwidth{Device: "Vulkan0", Description: "RADV", Slope: bench.Slope{MedianGBps: gbps}, Clean: clean}
	}
	for want, known := range map[string][]bench.DeviceBandwidth{
		"226 GB/s measured":              {of(151, false), of(226, true)},
		"151 GB/s measured " + m.Unclear: {of(151, false), of(140, false)},
	} {
		m.machine.DeviceBandwidth = known
		if line := m.screens[atMachine].(*machineScreen).deviceLine(device); !strings.HasSuffix(line, want) {
			t.Errorf("%q, want %q", line, want)
		}
	}
}

// A flag that only some builds take used to be found out by its failure.
func TestMachineSaysWhichBuildTakesOtherMachines(t *testing.T) {
	m, _ := started(t, func(h *House) {
		find := h.Engines.Find
		h.Engines.Find = func(ctx context.Context) ([]bench.EngineBuild, []string) {
			builds, problems := find(ctx)
			builds[0].Remote = true
			return builds, problems
		}
	})
	screen := m.screens[atMachine].(*machineScreen)
	for _, devices := range []bool{false, true} {
		if text := strings.Join(screen.engines(100, devices), "\n"); strings.Count(text, "takes -rpc") != 1 {
			t.Errorf("%s", text)
		}
	}
}

// Many engines used to push the reasons against measuring off a large screen.
func TestFitnessIsSeenBelowManyEngines(t *testing.T) {
	m, _ := started(t, func(h *House) {
		find := h.Engines.Find
		h.Engines.Find = func(ctx context.Context) ([]bench.EngineBuild, []string) {
			builds, problems := find(ctx)
			for len(builds) < 30 {
				builds = append(builds, builds[0])
			}
			return builds, problems
		}
		h.Machine.Fitness = func(context.Context) []Finding {
			return []Finding{{"doubt", "on battery", "plug it in", "figures may be a few percent off"}}
		}
	})
	for _, size := range [][2]int{{160, 45}, {140, 40}, {120, 40}} {
		m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		if !strings.Contains(m.View(), "on battery") {
			t.Errorf("%v:\n%s", size, m.View())
		}
	}
}

// The figure of stand-ins that fit into caches used to be the first bar below
// "Memory bandwidth, read", and only the probe's doubt was explained.
func TestAFigureOfTheCachesIsNoBar(t *testing.T) {
	m, _ := started(t, nil)
	device := bench.DeviceBandwidth{
		Device: bench.DeviceCPU, BuildName: "llama.cpp 0.7.0 b11669 CPU", ShallowBytes: 17 << 20, DeepBytes: 57 << 20,
		Slope: bench.Slope{MedianGBps: 0.22}, Doubts: []string{"stand-ins of 17 MiB and 57 MiB fit into caches: the figure says nothing about the memory"},
	}
	says := "CPU, by llama.cpp: 0.220 GB/s, uncertain: stand-ins of 17 MiB and 57 MiB fit into caches: the figure says nothing about the memory"
	for _, c := range []struct {
		shallow int64
		width   int
		bar     string // how the bar of the CPU begins
		says    bool
	}{
		{17 << 20, 120, "", true},
		{1 << 30, 120, "   CPU, by llama.cpp ", false},
		{1 << 30, 40, "   CPU        ", false},
	} {
		device.ShallowBytes = c.shallow
		m.machine.DeviceBandwidth = []bench.DeviceBandwidth{device}
		screen := m.screens[atMachine].(*machineScreen)
		bars := screen.bandwidthBars(c.width)
		if found := len(bars) == 5; found != (c.bar != "") || found && !strings.HasPrefix(bars[1], c.bar) {
			t.Errorf("%d bytes, %d cells:\n%s", c.shallow, c.width, strings.Join(bars, "\n"))
		}
		words := strings.Join(strings.Fields(strings.Join(screen.bandwidthLines(c.width), " ")), " ")
		if strings.Contains(words, says) != c.says || !strings.Contains(words, "fit into caches") {
			t.Errorf("%d bytes, %d cells: %s", c.shallow, c.width, words)
		}
	}
}

// The question used to promise a GPU where there is none.
func TestTheQuestionSaysWhatIsMeasuredInsteadOfAGPU(t *testing.T) {
	const measures = "The engine reads two models"
	for _, c := range []struct {
		devices []bench.Device
		title   string
		says    string
	}{
		{[]bench.Device{{Name: "Vulkan0", Description: "RADV 8060S"}}, "Measure the GPU?", measures},
		{[]bench.Device{{Name: "Vulkan0", Description: "llvmpipe", Software: true}}, "No GPU. Measure Vulkan0?", "Vulkan0 (llvmpipe) is a program on the CPU. It is measured instead. " + measures},
		{[]bench.Device{{Name: "RPC0", Description: "there:50052"}, {Name: "BLAS"}}, "No GPU. Measure the CPU?", "No engine on this machine sees a GPU, so the CPU is measured instead. " + measures},
	} {
		m, _ := started(t, func(h *House) {
			find := h.Engines.Find
			h.Engines.Find = func(ctx context.Context) ([]bench.EngineBuild, []string) {
				builds, problems := find(ctx)
				builds[0].Devices = c.devices
				return builds, problems
			}
			h.Machine.MeasureGPU = func(context.Context, func(string)) (string, error) { return "", nil }
		})
		// The footer used to offer "g measure the GPU" where no engine sees one.
		footer, gpu := ansi.Strip(m.keyLine(m.screens[atMachine].keys(), 160)), c.title == "Measure the GPU?"
		if strings.Contains(footer, "g measure the GPU") != gpu || strings.Contains(footer, "g measure the CPU by engine") != (c.title == "No GPU. Measure the CPU?") || strings.Contains(footer, "g measure by engine") != (c.title == "No GPU. Measure Vulkan0?") {
			t.Errorf("%v: %q", c.devices, footer)
		}
		press(t, m, "g")
		asks := m.dialogs[0].(*question)
		if asks.title != c.title || !strings.Contains(asks.text, c.says) || strings.HasPrefix(asks.text, measures) != (c.says == measures) {
			t.Errorf("%v: %q, %q", c.devices, asks.title, asks.text)
		}
	}
	m, _ := started(t, func(h *House) {
		emptyHouse(h)
		h.Machine.MeasureGPU = func(context.Context, func(string)) (string, error) { return "", nil }
	})
	if why := m.screens[atMachine].(*machineScreen).whyNotGPU(); why != "no engine was found; s installs one" {
		t.Errorf("without an engine: %q", why)
	}
}

// The offers used to stay as they were at first. An engine that was installed
// elsewhere stayed ticked, so enter would have installed a second one.
func TestTheOffersFollowWhatComesAndGoes(t *testing.T) {
	var here []bench.EngineBuild
	var models []Model
	m, _ := started(t, func(h *House) {
		emptyHouse(h)
		h.Engines.Find = func(context.Context) ([]bench.EngineBuild, []string) { return here, nil }
		h.Models.Find = func(_ context.Context, _ bench.Machine, _ bench.Bandwidth, each func(Model)) []string {
			for _, one := range models {
				each(one)
			}
			return nil
		}
		h.Engines.Offers = func(context.Context) []Offer {
			engine := Offer{Name: "llama.cpp", Title: "for the CPU", Recommended: true}
			if len(here) > 0 {
				engine = Offer{Name: "llama.cpp", Title: "for the CPU", Refused: "is already installed"}
			}
			return []Offer{engine, {Name: "a model", Title: "stand-in", Recommended: true}, {Name: "MLX", Title: "of Apple"}}
		}
	})
	setup := func() *setupForm { return m.screens[atMachine].(*machineScreen).setup }
	if setup().count() != 2 {
		t.Fatalf("%d ticked", setup().count())
	}
	press(t, m, "j", " ") // no model
	here = []bench.EngineBuild{{ID: "b1", Engine: "llama.cpp", Traits: bench.Traits{Formats: []string{"gguf"}}}}
	drain(t, m, m.answer(buildsChangedMsg{m.buildAsk}))
	if f := setup(); f == nil || f.count() != 0 || !f.known || !strings.Contains(m.View(), "is already installed") {
		t.Errorf("with an engine:\n%s", m.View())
	}
	models = []Model{{Model: bench.Model{Name: "A", Path: "/m/a.gguf", Format: "gguf"}}}
	m.wantLooks()
	if m.looks.ask.Load() == 0 {
		t.Error("nobody looks for models although there is none")
	}
	drain(t, m, m.relistAfter(int64(m.modelAsk)))
	if setup() != nil {
		t.Errorf("with a model:\n%s", m.View())
	}
}

// If another setup finished while an offer was refused because of it, the
// offers used to close without a word, as if the user's choice were installed.
func TestTheOffersSayThatAnotherSetupWasFaster(t *testing.T) {
	var here []bench.EngineBuild
	m, _ := started(t, func(h *House) {
		find := h.Engines.Find
		h.Engines.Find = func(context.Context) ([]bench.EngineBuild, []string) { return here, nil }
		h.Engines.Offers = func(context.Context) []Offer {
			return []Offer{{Name: "llama.cpp", Title: "for the CPU", Recommended: true, Do: func(context.Context, func(string)) error {
				here, _ = find(t.Context()) // the other setup is done a moment later
				return errors.New("another dragstrip is installing or removing an engine")
			}}}
		}
	})
	if press(t, m, "enter"); !strings.Contains(m.View(), "another dragstrip is installing") {
		t.Fatalf("the refusal is not shown:\n%s", m.View())
	}
	_, cmd := m.Update(buildsChangedMsg{m.buildAsk})
	drain(t, m, cmd)
	want := "Another program installed llama.cpp b11669 Vulkan. What was ticked here is not installed; s offers it again."
	if m.notice.text != want || m.screens[atMachine].(*machineScreen).setup != nil {
		t.Errorf("%q, want %q:\n%s", m.notice.text, want, m.View())
	}
}

// The driver of a GPU was a figure without a name, and the bandwidth of a card
// was missing.
func TestTheFiguresOfAGPUHaveNames(t *testing.T) {
	m, _ := started(t, nil)
	s := m.screens[atMachine].(*machineScreen)
	s.machine.GPUs = []bench.GPU{{Name: "RTX 3060", MemoryBytes: 12 << 30, SpecifiedGBps: 360, Driver: "570.133.20", Vendor: "NVIDIA"}}
	text := strings.Join(s.identity(80), "\n")
	for _, want := range []string{"12.0 GiB", "360 GB/s specified", "driver 570.133.20"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
}

// While something else was measured, the memory could not be read. The screen
// used to show the reason, cut, for ever, and the key m said nothing.
func TestTheMemoryIsReadWhenAnotherMeasurementHasEnded(t *testing.T) {
	busy := true
	m, _ := started(t, func(h *House) {
		measure := h.Machine.Measure
		h.Machine.Measure = func(ctx context.Context, fresh bool) (bench.Bandwidth, bench.Bandwidth, error) {
			if busy {
				return bench.Bandwidth{}, bench.Bandwidth{}, errors.New("dragstrip is measuring session 20261130-192736-882b, and reading the memory now would disturb it; try again when it has ended")
			}
			return measure(ctx, fresh)
		}
	})
	if view := strings.Join(strings.Fields(strings.Join(m.screens[atMachine].(*machineScreen).bandwidthLines(44), " ")), " "); m.bandwidth != nil || !strings.Contains(view, "try again when it has ended") {
		t.Errorf("%s", view)
	}
	busy = false
	_, cmd := m.Update(streamMsg[Other]{items: []Other{{}}})
	if drain(t, m, cmd); m.bandwidth == nil || m.problem != "" {
		t.Fatalf("not measured: %q", m.problem)
	}
	busy = true
	if press(t, m, "m"); !strings.Contains(m.notice.text, "The memory was not measured again: dragstrip is measuring session") {
		t.Errorf("%q", m.notice.text)
	}
}
