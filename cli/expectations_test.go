package cli

import (
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
	"dragstrip/bench/predict"
	"dragstrip/models"
	"dragstrip/runner"
)

// llama7B is Llama 2 7B Q4_0, for which many people published results.
var llama7B = bench.Model{
	Name: "Llama 2 7B", Quant: "Q4_0", Format: "gguf", ParamCount: 6_738_415_616, SizeBytes: 3_825_065_984, ReadBytesPerToken: 3_751_000_000, LayerCount: 32,
	KV: bench.KV{Groups: []bench.KVGroup{{Layers: 32, Keys: 4096, Values: 4096}}},
}

// withCard is a machine with an RTX 4090 and its build, withUltra one with an M1
// Ultra.
func withCard() (bench.Machine, bench.EngineBuild) {
	return bench.Machine{CPU: "some CPU", PhysicalCores: 16, GPUs: []bench.GPU{{Name: "NVIDIA GeForce RTX 4090", MemoryBytes: 24 << 30, SpecifiedGBps: 1008}}},
		bench.EngineBuild{
			ID: "b", Engine: "e", Number: 11669, Backends: []string{"CUDA", "CPU"}, Traits: bench.Traits{Formats: []string{"gguf"}},
			Devices: []bench.Device{{Name: "CUDA0", Description: "NVIDIA GeForce RTX 4090", TotalBytes: 24 << 30}},
		}
}

func withUltra() (bench.Machine, bench.EngineBuild) {
	return bench.Machine{CPU: "Apple M1 Ultra", PhysicalCores: 20, SpecifiedGBps: 800, GPUs: []bench.GPU{{Name: "Apple M1 Ultra", Shared: true, Cores: 48}}},
		bench.EngineBuild{
			ID: "b", Engine: "e", Number: 11669, Backends: []string{"Metal", "BLAS", "CPU"}, Traits: bench.Traits{Formats: []string{"gguf"}},
			Devices: []bench.Device{{Name: "MTL0", Description: "Apple M1 Ultra"}},
		}
}

func aheadOn(m bench.Machine, sessions ...*bench.Session) *expectations {
	return &expectations{known: &speeds{own: hereOf(m, sessions)}}
}

// Lists of models say what to expect before any engine is installed, and then
// what the build that would measure them can do.
func TestAModelsSpeedIsExpectedBeforeAnythingIsInstalled(t *testing.T) {
	for _, on := range []func() (bench.Machine, bench.EngineBuild){withCard, withUltra} {
		machine, build := on()
		x := aheadOn(machine)
		before := x.of(llama7B)
		x.learn([]bench.EngineBuild{{Backends: []string{"CPU"}, Traits: bench.Traits{Formats: []string{"other"}}}, build})
		if after := x.of(llama7B); !before.Known() || before != after {
			t.Errorf("%s: %+v, with a build %+v", machine.GPUs[0].Name, before, after)
		}
		y := models.YardstickOf(machine, nil, bench.Bandwidth{}, assumedDepth)
		shown := shownModelOf(y, models.Found{Model: llama7B}, runner.Known(), x)
		row := ""
		for _, f := range shown.Facts {
			if f[0] == "expected" {
				row = f[1]
			}
		}
		if shown.Expected != before.SpeedRange || !strings.HasPrefix(row, before.SpeedRange.String()+" (tg128), by published results for chips like the ") {
			t.Errorf("%+v, %q", shown.Expected, row)
		}
	}
}

// In a container, run measures with as many threads as it has CPUs. What is
// expected must be looked for among those results.
func TestThreadsAreThoseThatRunWouldTake(t *testing.T) {
	x := aheadOn(bench.Machine{CPU: "some CPU", LogicalCores: 16, PhysicalCores: 16, CPUSet: 3, CPUSetCores: 3})
	_, build := withCard()
	x.learn([]bench.EngineBuild{build})
	if j, ok := x.job(llama7B); !ok || j.Params["n_threads"] != "3" {
		t.Errorf("%+v, %t", j.Params, ok)
	}
}

// A device that is only a program on the CPU is not measured unless it is asked
// for, and nothing is expected of it.
func TestNothingIsExpectedOfAProgramThatActsAsAGPU(t *testing.T) {
	x := aheadOn(bench.Machine{CPU: "some CPU"})
	x.learn([]bench.EngineBuild{{
		Engine: "e", Number: 11669, Backends: []string{"Vulkan", "CPU"}, Traits: bench.Traits{Formats: []string{"gguf"}},
		Devices: []bench.Device{{Name: "Vulkan0", Description: "llvmpipe", Software: true}},
	}})
	if got := x.of(llama7B); got.Known() {
		t.Errorf("%+v", got)
	}
}

// The time of a plan that was never measured is right within a factor of 1.5.
// It used to be computed from a share of the bandwidth, which gives half the
// speed on some chips.
func TestAPlansTimeUsesTheExpectedSpeed(t *testing.T) {
	test := bench.Test{Generation: 128}
	for name, c := range map[string]struct {
		on        func() (bench.Machine, bench.EngineBuild)
		published float64 // t/s of new builds
	}{
		"RTX 4090": {withCard, 187}, "M1 Ultra": {withUltra, 88},
	} {
		machine, build := c.on()
		guess := predict.Guess{Machine: machine, Expect: hereOf(machine, nil).Expect}
		turn, _ := predict.NewPast(guess).Turn(&bench.Job{Model: llama7B, Build: build}, test, false)
		want := time.Duration(128 / c.published * float64(time.Second))
		if turn.Each > want*3/2 || turn.Each < want*2/3 {
			t.Errorf("%s: a repetition is told to take %v, and takes %v", name, turn.Each, want)
		}
	}
}

// A session's own results are what the next session expects, with the name and
// date of what it was computed from. While the session still measures, its first
// results used to be taken, too.
func TestTheNextSessionExpectsWhatTheLastOneMeasured(t *testing.T) {
	machine := bench.Machine{CPU: "some CPU", PhysicalCores: 8}
	job := bench.Job{ID: "j1", Model: llama7B, Repetitions: 2, Tests: []bench.Test{{Generation: 128}, {Prompt: 512}}, Build: bench.EngineBuild{ID: "b", Engine: "e", Backends: []string{"CPU"}}}
	s, at := bench.NewSession(), time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	for _, fact := range []bench.Fact{
		bench.SessionStarted{Session: "s", Plan: bench.Plan{Rounds: 1, Jobs: []bench.Job{job}}},
		bench.MachineDescribed{Machine: machine},
		bench.TestFinished{Result: bench.Result{Test: job.Tests[0], Started: at, SamplesNS: []int64{12.8e9, 12.8e9}, Backend: "CPU"}},
	} {
		s.Apply(bench.Event{Seq: s.LastSeq + 1, Time: at, Job: "j1", Fact: fact})
	}
	if got := hereOf(machine, []*bench.Session{s}).Expectations([]bench.Job{job}); len(got) > 0 {
		t.Errorf("an unfinished session predicts %+v", got)
	}
	s.Apply(bench.Event{Seq: s.LastSeq + 1, Time: at, Fact: bench.SessionFinished{Outcome: bench.OutcomeDone}})
	known := &speeds{own: hereOf(machine, []*bench.Session{s})}
	got := known.here().Expectations([]bench.Job{job})
	if len(got) != 1 || got[0].Job != "j1" || got[0].Test != job.Tests[0] || got[0].TPS < 9.9 || got[0].TPS > 10.1 {
		t.Fatalf("%+v", got)
	}
	if by := got[0].Basis(); by != "by this machine's Llama 2 7B Q4_0 of 2026-11-29 (session s)" {
		t.Errorf("%q", by)
	}
	if r := known.expect(&job, job.Tests[0]); r != got[0].SpeedRange {
		t.Errorf("the plan says %v, the journal %+v", r, got[0])
	}
}
