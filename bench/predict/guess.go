package predict

import (
	"cmp"
	"strconv"
	"time"

	"dragstrip/bench"
)

// Guess is the pace of a machine on which nothing was measured. It is computed
// from the machine's description. Measurements correct it (see [Past]).
type Guess struct {
	Machine bench.Machine
	// GBps is the memory's measured bandwidth in 10⁹ bytes a second, if it was
	// measured.
	GBps float64
	// Expect gives the speed of a generation test, if something better is known
	// than this arithmetic. It may be nil.
	Expect func(*bench.Job, bench.Test) (bench.Expected, bool)
}

// What is assumed if nothing better is known. The operations of one core in a
// cycle are those that llama.cpp reached with 4-bit types on AVX2, AVX-512 and
// dot-product NEON: 15 to 25 for prompts. For single tokens llama.cpp does
// fewer operations, because it unpacks each weight for one multiplication only.
const (
	decodeShare    = 0.8 // of a measured bandwidth; 0.75 to 0.94 was seen
	someGBps       = 40
	someGHz        = 3
	someCores      = 4
	promptOps      = 18
	tokenOps       = 10
	gpuOpsPerByte  = 40 // of a GPU for each byte its memory moves: 13 (M1 Ultra) to 170 (RTX 4090)
	someGPUGBps    = 250
	softwareSlower = 20 // times slower than the CPU: a program that pretends to be a GPU (llvmpipe: 19 to 25)
	loadPerSecond  = 1e9
	hashPerSecond  = 1.2e9
	startSeconds   = 0.2
	contextSeconds = 0.01
	lookSeconds    = 1
	probeSeconds   = 1.3
)

// Look is the second in which dragstrip watches what other programs do on the
// machine.
func (g Guess) Look() time.Duration { return seconds(lookSeconds) }

// Probe takes a fixed time, because the probe limits its own time.
func (g Guess) Probe() time.Duration { return seconds(probeSeconds) }

// Hash assumes that the processor has instructions for SHA-256.
func (g Guess) Hash(m bench.Model) time.Duration {
	return seconds(float64(sizeOf(m)) / hashPerSecond)
}

// Summary is empty: nothing was measured.
func (g Guess) Summary(*bench.Job, bench.Test) bench.Summary { return bench.Summary{} }

// Start is the time to start the engine itself and to read the model from the
// disk or its cache.
func (g Guess) Start(j *bench.Job) time.Duration {
	own := j.Build.Traits.Pace.StartSeconds
	if own <= 0 {
		own = startSeconds
	}
	return seconds(own + float64(j.Model.SizeBytes)/loadPerSecond)
}

// First is not known, so nothing is added.
func (g Guess) First(*bench.Job) time.Duration { return 0 }

// Turn assumes what llama-bench does: it warms up with the whole prompt and one
// token of a generation (since March 2024), and fills a depth once.
func (g Guess) Turn(j *bench.Job, t bench.Test, filled bool) (Turn, bool) {
	s := g.speedOf(j)
	turn := Turn{Once: seconds(contextSeconds), Each: s.repetition(j, t)}
	if g.Expect != nil {
		if e, ok := g.Expect(j, t); ok {
			turn.Each = seconds(float64(t.Generation) / e.TPS)
		}
	}
	if j.Params[bench.PromptText] != "" && t.IsDecode() {
		turn.Each += s.repetition(j, bench.Test{Prompt: bench.TextPrompt}) // the text before each generation is not timed, but takes its time
	}
	if !j.NoWarmup {
		turn.Once += s.repetition(j, bench.Test{Prompt: t.Prompt, Generation: min(t.Generation, 1)})
	}
	if t.Depth > 0 && !filled {
		turn.Once += s.repetition(j, bench.Test{Prompt: t.Depth})
	}
	turn = turn.forAll(j.Params.AtOnce())
	turn.Once += time.Duration(j.DelaySeconds) * time.Second
	return turn, false
}

// forAll is the time of several requests at once, if the engine computed them
// one after the other. It is the longest that it can take.
func (t Turn) forAll(requests int) Turn {
	n := time.Duration(requests)
	return Turn{Once: t.Once * n, Each: t.Each * n}
}

// speed is how fast a job's engine can read and compute on the machine.
type speed struct {
	gbps                     float64
	promptFlops, decodeFlops float64
}

func (g Guess) speedOf(j *bench.Job) speed {
	switch deviceSort(j) {
	case deviceSoftware:
		cpu := g.ofCPU(j)
		return speed{cpu.gbps / softwareSlower, cpu.promptFlops / softwareSlower, cpu.decodeFlops / softwareSlower}
	case deviceGPU:
		return g.ofGPU(j)
	}
	return g.ofCPU(j)
}

func (g Guess) ofCPU(j *bench.Job) speed {
	cores := float64(g.cores(j))
	prompt, token := float64(promptOps), float64(tokenOps)
	if p := j.Build.Traits.Pace; p.OpsPerCycle > 0 {
		prompt, token = p.OpsPerCycle, p.OpsPerCycle
	}
	ghz := float64(g.Machine.MaxMHz) / 1000
	if ghz <= 0 {
		ghz = someGHz
	}
	gbps := g.GBps
	if gbps <= 0 {
		gbps = g.Machine.SpecifiedGBps
	}
	if gbps <= 0 {
		gbps = someGBps
	}
	return speed{gbps, cores * ghz * 1e9 * prompt, cores * ghz * 1e9 * token}
}

// cores is how many cores compute a job.
func (g Guess) cores(j *bench.Job) int {
	threads, _ := strconv.Atoi(j.Params["n_threads"])
	for _, n := range []int{j.Build.Traits.Pace.Cores, threads, g.Machine.PhysicalCores, g.Machine.LogicalCores} {
		if n > 0 {
			return n
		}
	}
	return someCores
}

func (g Guess) ofGPU(j *bench.Job) speed {
	gbps := float64(someGPUGBps)
	for _, gpu := range g.Machine.GPUs {
		if gpu.SpecifiedGBps > 0 {
			gbps = gpu.SpecifiedGBps
		} else if gpu.Shared && g.Machine.SpecifiedGBps > 0 {
			gbps = g.Machine.SpecifiedGBps
		}
	}
	for _, d := range j.DevicesMeant() {
		if known := g.Machine.BandwidthOf(d); known != nil && known.MedianGBps > 0 {
			gbps = known.MedianGBps
		}
	}
	flops := gbps * 1e9 * gpuOpsPerByte
	return speed{gbps, flops, flops}
}

// repetition estimates how long one repetition takes, without filling its
// depth:
//
//	generation: tokens × (bytes read ÷ (bandwidth × 0.8) + 2 × active parameters ÷ operations a second)
//	prompt: tokens × 2 × active parameters ÷ operations a second
//
// Two operations for each weight are the usual count: one multiplication and
// one addition (Kaplan et al., Scaling Laws for Neural Language Models, 2020,
// §2.1); attention is left out.
func (s speed) repetition(j *bench.Job, t bench.Test) time.Duration {
	ops := 2 * float64(j.Model.WeightsPerToken())
	took := float64(t.Prompt) * ops / s.promptFlops
	if t.Generation > 0 {
		read := cmp.Or(j.Model.ReadBytesAt(bench.Test{Generation: t.Generation, Depth: t.Depth + t.Prompt}, j.KVTypes()), j.Model.ReadBytesPerToken, j.Model.SizeBytes)
		took += float64(t.Generation) * (float64(read)/(s.gbps*1e9*decodeShare) + ops/s.decodeFlops)
	}
	return seconds(took)
}

// sizeOf is the size of a model's files.
func sizeOf(m bench.Model) int64 {
	var n int64
	for _, f := range m.Files {
		n += f.SizeBytes
	}
	return max(n, m.SizeBytes)
}
