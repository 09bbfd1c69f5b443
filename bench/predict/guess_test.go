package predict

import (
	"testing"
	"time"

	"dragstrip/bench"
)

func TestAGuessIsByCoresAndMemory(t *testing.T) {
	g := Guess{Machine: bench.Machine{PhysicalCores: 10, MaxMHz: 1000}, GBps: 10}
	job := &bench.Job{Model: model, NoWarmup: true}
	each := func(j *bench.Job, t bench.Test) time.Duration {
		turn, _ := g.Turn(j, t, false)
		return turn.Each
	}
	near := func(what string, got time.Duration, want float64) {
		t.Helper()
		if s := got.Seconds(); s < want*0.999 || s > want*1.001 {
			t.Errorf("%s: %v, want %g s", what, got, want)
		}
	}
	// 2·10⁹ operations a token, on ten cores with 10⁹ cycles a second and 18
	// operations a cycle.
	near("a prompt", each(job, bench.Test{Prompt: 90}), 1)
	// 0.8 GB at 8 GB/s and 2·10⁹ operations at 10¹¹ a second.
	near("a generation", each(job, bench.Test{Generation: 10}), 1.2)
	near("both", each(job, bench.Test{Prompt: 90, Generation: 10}), 2.2)
	one := *job
	one.Params = bench.Params{"n_threads": "1"}
	near("one thread", each(&one, bench.Test{Prompt: 9}), 1)
	text := *job
	text.Params = bench.Params{bench.PromptText: "code"}
	near("a text before each generation", each(&text, bench.Test{Generation: 10}), 1.2+bench.TextPrompt/90.0)
	slow := *job
	slow.Build.Traits.Pace = bench.Pace{StartSeconds: 2, Cores: 1, OpsPerCycle: 1}
	near("an engine that is slow here", each(&slow, bench.Test{Prompt: 1}), 2)
	near("its start, and a GB", g.Start(&slow), 3)
	warm := bench.Job{Model: model, DelaySeconds: 1}
	turn, _ := g.Turn(&warm, bench.Test{Prompt: 90, Depth: 180}, false)
	near("warm-up, filling, rest and context", turn.Once, 1+2+1+contextSeconds)
	filled, _ := g.Turn(&warm, bench.Test{Prompt: 90, Depth: 180}, true)
	near("at a depth that is filled", filled.Once, 1+1+contextSeconds)
	gpu := *job
	gpu.Build.Devices = []bench.Device{{Name: "CUDA0"}}
	g.Machine.GPUs = []bench.GPU{{SpecifiedGBps: 1000}}
	if cpu, card := each(job, bench.Test{Prompt: 512}), each(&gpu, bench.Test{Prompt: 512}); card >= cpu/10 {
		t.Errorf("a GPU takes %v where the CPU takes %v", card, cpu)
	}
	of := func(device string, gbps float64, clean bool) bench.DeviceBandwidth {
		return bench.DeviceBandwidth{Device: device, Clean: clean, Slope: bench.Slope{MedianGBps: gbps}}
	}
	// A doubtful figure of the card, or a figure of the CPU, says nothing about
	// the card.
	g.Machine.DeviceBandwidth = []bench.DeviceBandwidth{of("CUDA0", 100, false), of("CUDA0", 500, true), of(bench.DeviceCPU, 30, true)}
	measured := each(&gpu, bench.Test{Prompt: 512})
	g.Machine.DeviceBandwidth = nil
	near("half the bandwidth", measured, 2*each(&gpu, bench.Test{Prompt: 512}).Seconds())
	gpu.Build.Devices[0].Software = true
	near("a program on the CPU", each(&gpu, bench.Test{Prompt: 512}), softwareSlower*each(job, bench.Test{Prompt: 512}).Seconds())
	if d := each(&bench.Job{Model: model}, bench.Test{Prompt: 1}); d <= 0 {
		t.Errorf("where nothing is known: %v", d)
	}
}
