package speed

import (
	"math"
	"strings"
	"testing"
	"time"

	"dragstrip/bench"
)

var (
	rtx4090 = bench.Machine{GPUs: []bench.GPU{{Name: "NVIDIA GeForce RTX 4090", MemoryBytes: 24 << 30, SpecifiedGBps: 1008}}}
	m1Ultra = bench.Machine{CPU: "Apple M1 Ultra", SpecifiedGBps: 800, GPUs: []bench.GPU{{Name: "Apple M1 Ultra", Shared: true, Cores: 48}}}
	cuda    = bench.EngineBuild{Engine: "e", Number: 9999, Backends: []string{"CUDA", "CPU"}, Devices: []bench.Device{{Name: "CUDA0", Description: "NVIDIA GeForce RTX 4090"}}}
	metal   = bench.EngineBuild{Engine: "e", Number: 9999, Backends: []string{"Metal", "CPU"}, Devices: []bench.Device{{Name: "MTL0", Description: "Apple M1 Ultra"}}}
	onlyCPU = bench.EngineBuild{Engine: "e", Number: 9999, Backends: []string{"CPU"}}
	llama   = bench.Model{
		Name: "Llama 2 7B", Quant: "Q4_0", Format: "gguf", ParamCount: 6738e6, ReadBytesPerToken: 3750e6, LayerCount: 32,
		KV: bench.KV{Groups: []bench.KVGroup{{Layers: 32, Keys: 4096, Values: 4096}}},
	}
	tg128 = bench.Test{Generation: 128}
)

// sized is a model of another size.
func sized(m bench.Model, name string, by float64) bench.Model {
	m.Name = name
	m.ReadBytesPerToken, m.ParamCount = int64(by*float64(m.ReadBytesPerToken)), int64(by*float64(m.ParamCount))
	return m
}

// measured is a session in which a job reached a speed.
func measured(machine bench.Machine, day int, job bench.Job, tps ...float64) []Measured {
	return measuredWhile(machine, day, job, bench.Warning{}, tps...)
}

// measuredWhile is a session with a warning, if it has a code.
func measuredWhile(machine bench.Machine, day int, job bench.Job, warning bench.Warning, tps ...float64) []Measured {
	s, at := bench.NewSession(), time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)
	job.ID, job.Tests, job.Repetitions = "j1", []bench.Test{tg128}, len(tps)
	tell := func(fact bench.Fact) {
		s.Apply(bench.Event{Seq: s.LastSeq + 1, Time: at, Job: "j1", Fact: fact})
	}
	tell(bench.SessionStarted{Session: "s", Plan: bench.Plan{Jobs: []bench.Job{job}, Rounds: 1}})
	tell(bench.MachineDescribed{Machine: machine})
	result := bench.Result{Test: tg128, Started: at}
	for _, v := range tps {
		result.SamplesNS = append(result.SamplesNS, int64(128e9/v))
	}
	tell(bench.TestFinished{Result: result})
	if warning.Code != "" {
		tell(bench.Warned{Warning: warning, Test: tg128})
	}
	return MeasuredIn(s)
}

func TestAChipOfTheSetIsExpectedByWhatOthersPublished(t *testing.T) {
	for name, c := range map[string]struct {
		machine  bench.Machine
		build    bench.EngineBuild
		chip     string
		from, to float64 // published medians, which must lie within the interval
	}{
		"RTX 4090": {rtx4090, cuda, "GeForce RTX 4090", 180, 190},
		"M1 Ultra": {m1Ultra, metal, "Apple M1 Ultra (48-core GPU)", 84, 96},
	} {
		got, ok := OnMachine(c.machine, nil).Expect(&bench.Job{Model: llama, Build: c.build}, tg128)
		if !ok || got.Chip != c.chip || got.From > c.from || got.To < c.to || got.To > 1.6*got.From || got.Own.Results != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// The machine's own bandwidth counts, not the one that the table has for its
// chip.
func TestTheMachinesBandwidthWins(t *testing.T) {
	slow := rtx4090
	slow.GPUs = []bench.GPU{rtx4090.GPUs[0]}
	slow.GPUs[0].SpecifiedGBps = 504
	job := &bench.Job{Model: llama, Build: cuda}
	usual, _ := OnMachine(rtx4090, nil).Expect(job, tg128)
	half, _ := OnMachine(slow, nil).Expect(job, tg128)
	if half.TPS > 0.7*usual.TPS || half.Chip != usual.Chip {
		t.Errorf("%+v, %+v", half, usual)
	}
}

func TestNothingIsExpectedWithoutAChipAndOwnResults(t *testing.T) {
	unknown := bench.Machine{GPUs: []bench.GPU{{Name: "Brew 9000", SpecifiedGBps: 500}}}
	mlx := llama
	mlx.Format = "mlx"
	two := rtx4090
	two.GPUs = append(two.GPUs, two.GPUs[0])
	both := cuda
	both.Devices = append(both.Devices, bench.Device{Name: "CUDA1", Description: "NVIDIA GeForce RTX 4090"})
	software := cuda
	software.Devices = []bench.Device{{Name: "Vulkan0", Description: "llvmpipe", Software: true}}
	for name, c := range map[string]struct {
		machine bench.Machine
		job     bench.Job
		test    bench.Test
	}{
		"an unknown chip":           {unknown, bench.Job{Model: llama, Build: cuda}, tg128},
		"a CPU":                     {bench.Machine{CPU: "some CPU", SpecifiedGBps: 90}, bench.Job{Model: llama, Build: onlyCPU}, tg128},
		"the CPU beside a GPU":      {rtx4090, bench.Job{Model: llama, Build: cuda, Params: bench.Params{"n_gpu_layers": "0"}}, tg128},
		"a split model":             {rtx4090, bench.Job{Model: llama, Build: cuda, Params: bench.Params{"n_gpu_layers": "20"}}, tg128},
		"a format not published":    {m1Ultra, bench.Job{Model: mlx, Build: metal}, tg128},
		"two cards":                 {two, bench.Job{Model: llama, Build: both}, tg128},
		"a program that acts a GPU": {rtx4090, bench.Job{Model: llama, Build: software}, tg128},
		"prompt processing":         {rtx4090, bench.Job{Model: llama, Build: cuda}, bench.Test{Prompt: 512}},
		"an unknown model":          {rtx4090, bench.Job{Model: bench.Model{Format: "gguf"}, Build: cuda}, tg128},
	} {
		if got, ok := OnMachine(c.machine, nil).Expect(&c.job, c.test); ok || got.Known() {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// On a machine that was half as fast as others, half the speed is expected.
// What others get is said, too.
func TestOwnResultsCorrectWhatOthersPublished(t *testing.T) {
	job := bench.Job{Model: llama, Build: cuda}
	alone, _ := OnMachine(rtx4090, nil).Expect(&job, tg128)
	own := measured(rtx4090, 29, job, alone.TPS/2, alone.TPS/2)
	got, ok := OnMachine(rtx4090, own).Expect(&bench.Job{Model: sized(llama, "Llama 2 13B", 1.9), Build: cuda}, tg128)
	without, _ := OnMachine(rtx4090, nil).Expect(&bench.Job{Model: sized(llama, "Llama 2 13B", 1.9), Build: cuda}, tg128)
	if !ok || got.Others != without.SpeedRange || math.Abs(got.TPS/without.TPS-0.5) > 0.1 || got.To/got.From >= without.To/without.From {
		t.Errorf("%+v, without %+v", got, without)
	}
	if want := "by published results for chips like the GeForce RTX 4090, and by this machine's Llama 2 7B Q4_0 of 2026-11-29 (session s)"; got.Basis() != want {
		t.Errorf("%q", got.Basis())
	}
}

func TestACPUIsExpectedByItsOwnResults(t *testing.T) {
	machine := bench.Machine{CPU: "some CPU"}
	job := bench.Job{Model: llama, Build: onlyCPU}
	one := measured(machine, 20, job, 10, 10)
	again, ok := OnMachine(machine, one).Expect(&job, tg128)
	if !ok || math.Abs(again.TPS-10) > 0.1 || again.From < 8 || again.To > 12.5 || again.Chip != "" || again.Own.Results != 1 {
		t.Errorf("the same again: %+v", again)
	}
	if named := again.Basis(); one[0].Session == "" || again.Own.Session != one[0].Session || !strings.Contains(named, "(session "+one[0].Session+")") {
		t.Errorf("the session is not named: %s", named)
	}
	half := bench.Job{Model: sized(llama, "half", 0.5), Build: onlyCPU}
	other, _ := OnMachine(machine, one).Expect(&half, tg128)
	if math.Abs(other.TPS-20) > 0.6 || other.To/other.From < 1.8 {
		t.Errorf("another model: %+v", other)
	}
	// Results that agree with each other make the interval narrower, and those
	// that differ make it wider.
	third := bench.Job{Model: sized(llama, "third", 0.3), Build: onlyCPU}
	agree := append(measured(machine, 21, third, 33, 33), one...)
	differ := append(measured(machine, 21, third, 80, 80), one...)
	a, _ := OnMachine(machine, agree).Expect(&half, tg128)
	d, _ := OnMachine(machine, differ).Expect(&half, tg128)
	if a.To/a.From >= other.To/other.From || d.To/d.From <= other.To/other.From {
		t.Errorf("%+v; results agree: %+v; they differ: %+v", other, a, d)
	}
	threads := half
	threads.Params = bench.Params{"n_threads": "1"}
	if got, ok := OnMachine(machine, one).Expect(&threads, tg128); ok {
		t.Errorf("with another number of threads: %+v", got)
	}
}

func TestSuspectResultsTeachNothing(t *testing.T) {
	if got := measured(bench.Machine{}, 1, bench.Job{Model: llama, Build: onlyCPU}, 1e15, 1e15); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// An uncertain result gives only an uncertain expectation. A doubtful result
// counts only if there is no other.
func TestUncertainResultsMakeWideIntervals(t *testing.T) {
	machine := bench.Machine{CPU: "some CPU"}
	job := bench.Job{Model: llama, Build: onlyCPU}
	steady := measured(machine, 20, job, 10, 10.1, 9.9, 10, 10.1, 9.9)
	shaky := measured(machine, 21, job, 10, 5, 10, 16, 9, 10)
	if got, _ := OnMachine(machine, shaky).Expect(&job, tg128); got.To/got.From < 1.8 {
		t.Errorf("%+v", got)
	}
	worthless := measured(machine, 22, job, 10, 1, 90, 16, 9, 10)
	if got, ok := OnMachine(machine, worthless).Expect(&job, tg128); ok {
		t.Errorf("%+v", got)
	}
	both, _ := OnMachine(machine, append(shaky, steady...)).Expect(&job, tg128)
	alone, _ := OnMachine(machine, steady).Expect(&job, tg128)
	if both != alone || both.Own.Results != 1 || both.To/both.From > 1.4 {
		t.Errorf("with both %+v, with the clean one %+v", both, alone)
	}
}

// A result without an interval of its own must not count as if it were certain:
// neither two repetitions that differ, nor a single one, nor a disturbed one.
func TestResultsOfFewRepetitionsMakeWideIntervals(t *testing.T) {
	machine := bench.Machine{CPU: "some CPU"}
	job := bench.Job{Model: llama, Build: onlyCPU}
	ratio := func(from []Measured) float64 {
		got, ok := OnMachine(machine, from).Expect(&job, tg128)
		if !ok {
			t.Fatalf("nothing is expected from %+v", from)
		}
		return got.To / got.From
	}
	sure := ratio(measured(machine, 20, job, 10, 10, 10, 10, 10, 10))
	for name, c := range map[string]struct {
		tps       []float64
		disturbed bool
		least     float64
	}{
		"two that are equal":           {[]float64{10, 10}, false, 1.5},
		"two that differ":              {[]float64{165, 227}, false, 2},
		"a single one":                 {[]float64{10}, false, 2.5},
		"two that are disturbed":       {[]float64{3.8, 3.9}, true, 2.5},
		"many, but they are disturbed": {[]float64{10, 10, 10, 10, 10, 10}, true, 2.5},
	} {
		own := measured(machine, 21, job, c.tps...)
		own[0].clean = !c.disturbed
		if got := ratio(own); got < c.least || got < 1.1*sure {
			t.Errorf("%s: upper end ÷ lower end %.2f, want at least %.2f; of a sure result %.2f", name, got, c.least, sure)
		}
	}
	// Results that agree again and again make even disturbed ones useful.
	var often []Measured
	for day := range 8 {
		one := measured(machine, 1+day, job, 10, 10.1)
		one[0].clean = false
		often = append(often, one...)
	}
	if got := ratio(often); got > 1.3 {
		t.Errorf("eight disturbed results that agree: upper end ÷ lower end %.2f", got)
	}
}

// An interval used to rest on a single repetition that other programs had
// disturbed, and the next one was 99 % below it.
func TestNothingIsLearnedFromOneDisturbedRepetition(t *testing.T) {
	machine, job := bench.Machine{CPU: "some CPU"}, bench.Job{Model: llama, Build: onlyCPU}
	busy := func(day int) []Measured {
		return measuredWhile(machine, day, job, bench.Warning{Code: "other_load"}, 300)
	}
	h := OnMachine(machine, busy(20))
	if got, ok := h.Expect(&job, tg128); ok || h.Lack(&job) != TooUncertain {
		t.Errorf("%+v, %v", got, h.Lack(&job))
	}
	// Three disturbed repetitions teach something. The single one must not change that.
	few := func() []Measured {
		few := measured(machine, 19, job, 10, 10.1, 10.2)
		few[0].clean = false
		return few
	}
	alone, _ := OnMachine(machine, few()).Expect(&job, tg128)
	if got, ok := OnMachine(machine, append(busy(20), few()...)).Expect(&job, tg128); !ok || got.SpeedRange != alone.SpeedRange {
		t.Errorf("%+v, without the disturbed repetition %+v", got, alone)
	}
	good := measured(machine, 19, job, 10, 10.1, 10.2)
	if got, ok := OnMachine(machine, append(busy(20), good...)).Expect(&job, tg128); !ok || !got.Own.Measured.Equal(good[0].When) {
		t.Errorf("beside a result of three repetitions: %+v", got)
	}
}

// With its usual number of threads, an engine is as fast as with the same
// number from a flag. So both kinds of results count together.
func TestTheUsualThreadsAreOneGroupWithTheSameNumberFromAFlag(t *testing.T) {
	machine, usual := bench.Machine{CPU: "some CPU"}, bench.Job{Model: llama, Build: onlyCPU}
	with := func(n string) bench.Job {
		j := usual
		j.Params = bench.Params{"n_threads": n}
		return j
	}
	two, four := with("2"), with("4")
	byFlag := measured(machine, 20, two, 10, 10)
	own := measured(machine, 19, usual, 11, 11)
	if on := OnMachine(machine, byFlag); on.Lack(&usual) != OtherThreads || on.Lack(&four) != OtherThreads {
		t.Error("results with a flag are not told from none")
	}
	if got, ok := OnMachine(machine, byFlag).Expect(&usual, tg128); ok {
		t.Errorf("it is not known what the usual number is, but %+v", got)
	}
	for i := range own {
		own[i].on.used = 2
	}
	on := OnMachine(machine, append(own, byFlag...))
	for name, j := range map[string]bench.Job{"usual": usual, "2": two} {
		if got, ok := on.Expect(&j, tg128); !ok || got.Own.Results != 2 {
			t.Errorf("%s threads: %+v", name, got)
		}
	}
	if got, ok := on.Expect(&four, tg128); ok || on.Lack(&four) != OtherThreads {
		t.Errorf("4 threads: %+v", got)
	}
}

// A reader must be able to tell results that are too uncertain from none.
func TestWhatIsLackingIsTold(t *testing.T) {
	job := bench.Job{Model: llama, Build: onlyCPU}
	if got := OnMachine(bench.Machine{}, nil).Lack(&job); got != NothingMeasured {
		t.Error(got)
	}
	if got := OnMachine(bench.Machine{}, measured(bench.Machine{}, 22, job, 10, 1, 90, 16, 9, 10)).Lack(&job); got != TooUncertain {
		t.Error(got)
	}
}
