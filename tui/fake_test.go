package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"dragstrip/bench"
	"dragstrip/bench/benchtest"
	"dragstrip/bench/predict/whatif"
	"dragstrip/bench/published"
	"dragstrip/bench/report"
)

// clock is the time in tests.
var clock = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// hostile is a name that a stranger could choose.
const hostile = "模型\x1b[31m-\u202e🏳️‍🌈 a very long name of a model that no column has room for"

// recorded reads the events of a recording.
func recorded(t testing.TB, path string) []bench.Event {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	events, err := benchtest.Events(text)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// recording is the golden journal of the first schema.
const recording = "../bench/journal/testdata/schema-1.jsonl"

// fakeFeed gives all events at once and then ends.
type fakeFeed struct {
	events []bench.Event
	given  bool
	closed bool
}

func (f *fakeFeed) Next(ctx context.Context) (Batch, error) {
	if f.given {
		return Batch{Ended: true}, nil
	}
	f.given = true
	return Batch{Events: f.events}, nil
}

func (f *fakeFeed) Close() { f.closed = true }

// testHouse is a house in which everything is known but made up.
func testHouse() House {
	busy := 0.06
	models := []Model{
		{
			Model:  bench.Model{Name: "Llama 3.2 1B", Quant: "Q4_0", Path: "/m/a.gguf", Format: "gguf", SizeBytes: 763 << 20, ParamCount: 1_235_814_400, ReadBytesPerToken: 763 << 20},
			Engine: "llama.cpp", Place: "dragstrip", BitsPerWeight: 4.94, Fit: "fits", FitText: "fits: 0.9 GiB of 128 GiB", Expected: bench.SpeedRange{TPS: 186, From: 171, To: 202}, CeilingMeasured: 260, CeilingSpecified: 320, NeedBytes: 900 << 20,
			Facts: [][2]string{
				{"model", "Llama 3.2 1B Q4_0"},
				{"path", "/m/a.gguf"},
				{"from", "dragstrip"},
				{"parameters", "1.24 B"},
				{"layers", "16 layers · 32 heads · 8 KV heads"},
				{"context", "131072 tokens"},
				{"expected", "171 – 202 t/s (tg128), by published results for chips like the Ryzen AI Max+ 395"},
				{"ceiling", "763 MiB a token at depth 4096, at most 260 t/s with 214 GB/s measured, 320 t/s with 256 GB/s specified"},
				{"memory", "fits: 0.9 GiB of 128 GiB, 127 GiB left (weights 763 MiB, KV 136 MiB for 4224 tokens, about 275 MiB to compute)"},
			},
		},
		{
			Model:  bench.Model{Name: hostile, Quant: "Q4_K_M", Path: "/m/b.gguf", Format: "gguf", SizeBytes: 8 << 30, ParamCount: 14_770_000_000, ReadBytesPerToken: 8 << 30},
			Engine: "llama.cpp", Place: "LM Studio", BitsPerWeight: 4.87, Fit: "tight", FitText: "tight", CeilingMeasured: 24.9, NeedBytes: 9 << 30,
		},
	}
	return House{
		Now: func() time.Time { return clock },
		Quoted: func(name string) string {
			if strings.Contains(name, " ") {
				return "'" + name + "'"
			}
			return name
		},
		Machine: MachineRoom{
			Describe: func(context.Context) bench.Machine {
				return bench.Machine{
					Line: "Ryzen AI Max+ 395 · Radeon 8060S · 128 GiB LPDDR5X-8000", HostName: "framework", CPU: "Ryzen AI Max+ 395",
					OS: "Fedora 42", MemoryBytes: 128 << 30, SpecifiedGBps: 256, PhysicalCores: 16, LogicalCores: 32, Power: "AC",
					GPUs: []bench.GPU{{Name: "Radeon 8060S", Shared: true, Cores: 40}},
				}
			},
			Measure: func(context.Context, bool) (seen, best bench.Bandwidth, err error) {
				probe := bench.Bandwidth{
					PeakGBps: 214, SingleCoreGBps: 61, Clean: true, SpreadFraction: 0.006,
					ByThreads: []bench.ThreadBandwidth{{Threads: 1, GBps: 61}, {Threads: 8, GBps: 203}, {Threads: 16, GBps: 214}},
				}
				return probe, probe, nil
			},
			Remembered: func(context.Context) (bench.Bandwidth, bool) {
				return bench.Bandwidth{PeakGBps: 214, SingleCoreGBps: 61, Clean: true, ByThreads: []bench.ThreadBandwidth{{Threads: 16, GBps: 214}}}, true
			},
			Watch: func(ctx context.Context, each func(bench.Reading)) { each(bench.Reading{CPUBusy: &busy}) },
			Fitness: func(context.Context) []Finding {
				return []Finding{{"doubt", "platform profile is balanced", "powerprofilesctl set performance", "figures may be a few percent off"}}
			},
			Doctor: func(context.Context) string { return "doctor" },
		},
		Engines: EngineRoom{
			Find: func(context.Context) ([]bench.EngineBuild, []string) {
				return []bench.EngineBuild{{
					ID: "b1", Engine: "llama.cpp", Prefix: []string{"llama-bench"}, Number: 11669, Version: "b11669", Backends: []string{"Vulkan"},
					Devices: []bench.Device{{Name: "Vulkan0", Description: "RADV 8060S"}}, Origin: "PATH", Traits: bench.Traits{Formats: []string{"gguf"}},
				}}, []string{"/x/llama-bench does not start"}
			},
			Offers: func(context.Context) []Offer { return nil },
		},
		Models: ModelRoom{
			Find: func(_ context.Context, _ bench.Machine, _ bench.Bandwidth, each func(Model)) []string {
				for _, m := range models {
					each(m)
				}
				return nil
			},
			AddFolder: func(string) error { return nil },
			Shapes: func(_ context.Context, _ bench.Machine, _ bench.Bandwidth, each func(Shape)) {
				for i, name := range []string{"Llama 3.2 1B", "Qwen3 8B", "Qwen3 32B"} {
					size := int64(i*8+1) * 700 << 20
					each(Shape{Name: strings.ToLower(name), Model: Model{
						Model: bench.Model{Name: name, Quant: "Q4_0", Format: "gguf", SizeBytes: size, ParamCount: 2 * size, StandIn: true}, Engine: "llama.cpp", Fit: "fits", CeilingMeasured: 214e9 / float64(size),
					}})
				}
			},
		},
		Plans: PlanRoom{
			Make: func(c Choice) (*bench.Plan, error) {
				p := &bench.Plan{Rounds: 1}
				for _, m := range c.Models {
					for _, b := range c.Builds {
						p.Jobs = append(p.Jobs, bench.Job{
							ID: "j" + countOf(len(p.Jobs)+1, ""), Model: m.Model, Build: b,
							Tests: []bench.Test{{Prompt: 512}, {Generation: 128}}, Repetitions: 6,
						})
					}
				}
				return p, p.Validate()
			},
			Check: func(string, string) error { return nil },
			Estimate: func(p *bench.Plan) Estimate {
				return Estimate{Total: time.Minute, Jobs: make([]time.Duration, len(p.Jobs))}
			},
			Command:       func(Choice) string { return "dragstrip run" },
			EngineCommand: func(*bench.Plan, *bench.Job) string { return "llama-bench" },
			Search:        testSearch,
			Presets: func() []Preset {
				return []Preset{{Name: "quick", Help: "pp512 tg128", Fields: map[string]string{"p": "512", "n": "128"}}}
			},
		},
		Sessions: SessionRoom{
			Live: func() (string, time.Time, bool) { return "", time.Time{}, false },
			List: func(context.Context) ([]Past, error) {
				return []Past{{Name: "20261123-120000-ab", When: clock, State: "done", What: hostile, BestTest: "tg128", BestTPS: 23.1, Done: 2, Tests: 2}}, nil
			},
			Open: func(context.Context, string) (*bench.Session, error) { return bench.NewSession(), nil },
			OpenFile: func(_ context.Context, path string) (*bench.Session, error) {
				return nil, errors.New("there is no report " + path)
			},
			Ask:     func(string, bench.Control) error { return nil },
			Formats: []ExportFormat{{Name: "md"}, {Name: "llama-bench", Help: "its table", OnlySessions: true}},
			Export: func(_ context.Context, _, format string) ([]string, error) {
				return []string{"/tmp/report." + format, "/tmp/rerun.json"}, nil
			},
			ExportSheet: func(_ context.Context, _ string, s report.Sheet) (string, error) {
				return fmt.Sprintf("/tmp/comparison-of-%d.md", len(s.Sessions())), nil
			},
		},
		WhatIf: testWhatIf(),
	}
}

// testSearch varies threads and flash attention, on every model.
func testSearch(_ context.Context, ask SearchAsk) (Search, error) {
	out := Search{Total: 6 * time.Minute, Rough: true, Command: "dragstrip tune /m/a.gguf", LeftOut: []string{"ub 4096: does not fit"}, Axes: []SearchAxis{
		{Name: "n_threads", Flag: "t", Label: "threads", Help: "CPU threads", Values: []string{"8", "16"}, Default: 1},
		{Name: "flash_attn", Flag: "fa", Label: "flash attn", Help: "flash attention", Values: []string{"auto", "off"}},
		{Name: "n_batch", Flag: "b", Label: "batch", Help: "batch size"},
	}}
	if ask.Fields["t"] == "0" {
		return Search{}, errors.New("-t 0 is not possible")
	}
	for _, m := range ask.Models {
		p := &bench.Plan{Note: m.Path}
		for range 4 >> len(ask.Kept) {
			p.Jobs = append(p.Jobs, bench.Job{ID: "j" + countOf(len(p.Jobs)+1, ""), Model: m.Model, Build: ask.Builds[0]})
			out.Listed = append(out.Listed, p.Jobs[len(p.Jobs)-1].ID+" fa auto")
		}
		out.Plans = append(out.Plans, p)
	}
	return out, nil
}

// testWhatIf answers from four chips of the reference set.
func testWhatIf() WhatIfRoom {
	here := whatif.Here{
		Machine: bench.Machine{MemoryBytes: 128 << 30, SpecifiedGBps: 256},
		Expect: func(bench.Model, bench.Test) bench.Expected {
			return bench.Expected{SpeedRange: bench.SpeedRange{TPS: 186, From: 171, To: 202}, Own: bench.OwnResult{Model: "Llama 3.2 1B Q4_0", Results: 1}}
		},
	}
	var chips []*published.Chip
	for _, name := range []string{"GeForce RTX 4090", "GeForce RTX 3060 12 GB", "Apple M1 Ultra (48-core GPU)", "Ryzen AI Max+ 395 (Strix Halo, Radeon 8060S)", "EPYC 9005 (Turin) 12ch DDR5-6000", "Tesla K80"} {
		if c := published.Load().Chip(name); c != nil {
			chips = append(chips, c)
		}
	}
	asked := func(m bench.Model) bench.Model { // the models of the house have no layers
		m.LayerCount, m.KV = 16, bench.KV{Groups: []bench.KVGroup{{Layers: 16, Keys: 512, Values: 512}}}
		return m
	}
	return WhatIfRoom{
		On: func(_ context.Context, m bench.Model) (whatif.Machines, error) {
			out, err := whatif.On(asked(m), chips, 0)
			if a, ok := here.Answer(asked(m), 0); ok {
				out.Answers = append(out.Answers, a)
			}
			return out, err
		},
		Fitting: func(_ context.Context, machine string) (answers []whatif.Answer) {
			chip := published.Load().Chip(machine)
			for _, name := range []string{"Llama 3.2 1B", "Qwen3 8B", hostile} {
				m := asked(bench.Model{Name: name, Quant: "Q4_0", Format: "gguf", SizeBytes: int64(len(name)) << 28, ParamCount: int64(len(name)) << 29, ReadBytesPerToken: int64(len(name)) << 28})
				a, ok := here.Answer(m, 0)
				if chip != nil {
					a, ok = whatif.Fitting(m, chip, 0)
				}
				if ok {
					answers = append(answers, a)
				}
			}
			return answers
		},
		Published: func(_ context.Context, chip string, jobs []bench.Job) ([]*bench.Session, error) {
			if chip == "Tesla K80" || len(jobs) == 0 {
				return nil, nil
			}
			return []*bench.Session{resultsSession("", 300, 3, "CUDA")}, nil
		},
	}
}

// drain runs commands, and the commands that follow from them, until there are
// none. It leaves out ticks, so no test waits for the clock.
func drain(t testing.TB, m tea.Model, cmd tea.Cmd) {
	t.Helper()
	pending := []tea.Cmd{cmd}
	for steps := 0; len(pending) > 0; steps++ {
		if steps > 10_000 {
			t.Fatal("commands without end")
		}
		cmd := pending[0]
		pending = pending[1:]
		if cmd == nil {
			continue
		}
		msg, ok := within(t, cmd)
		if !ok {
			continue
		}
		if batch := reflect.ValueOf(msg); batch.Kind() == reflect.Slice && batch.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			for i := range batch.Len() {
				pending = append(pending, batch.Index(i).Interface().(tea.Cmd))
			}
			continue
		}
		_, next := m.Update(msg)
		pending = append(pending, next)
	}
}

// tick is the function that every tick is.
var tick = reflect.ValueOf(tea.Tick(time.Hour, nil)).Pointer()

// within waits for a command. Ticks are left out, because no test waits for the
// clock.
func within(t testing.TB, cmd tea.Cmd) (tea.Msg, bool) {
	t.Helper()
	if reflect.ValueOf(cmd).Pointer() == tick {
		return nil, false
	}
	answer := make(chan tea.Msg, 1)
	go func() { answer <- cmd() }()
	select {
	case msg := <-answer:
		return msg, msg != nil
	case <-time.After(time.Minute):
		t.Fatal("a command never answers")
		return nil, false
	}
}

// press sends keys by name.
func press(t testing.TB, m tea.Model, keys ...string) {
	t.Helper()
	for _, k := range keys {
		_, cmd := m.Update(keyMsg(k))
		drain(t, m, cmd)
	}
}

func keyMsg(k string) tea.KeyMsg {
	named := map[string]tea.KeyType{
		"enter": tea.KeyEnter, "esc": tea.KeyEsc, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "space": tea.KeySpace, "ctrl+c": tea.KeyCtrlC, "pgdown": tea.KeyPgDown, "ctrl+u": tea.KeyCtrlU,
	}
	if typ, ok := named[k]; ok {
		msg := tea.KeyMsg{Type: typ}
		if k == "space" {
			msg.Runes = []rune{' '}
		}
		return msg
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)}
}

// emptyHouse makes a house in which nothing is found.
func emptyHouse(h *House) {
	h.Engines.Find = func(context.Context) ([]bench.EngineBuild, []string) { return nil, nil }
	h.Engines.Offers = func(context.Context) []Offer {
		return []Offer{{
			Name: "llama.cpp", Title: "from somewhere", Recommended: true, Bytes: 1 << 20,
			Do: func(_ context.Context, say func(string)) error { say("got"); return nil },
		}}
	}
	h.Models.Find = func(context.Context, bench.Machine, bench.Bandwidth, func(Model)) []string { return nil }
	h.Sessions.List = func(context.Context) ([]Past, error) { return nil, nil }
	h.WhatIf.Fitting = func(context.Context, string) []whatif.Answer { return nil }
}
