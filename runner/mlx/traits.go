package mlx

import (
	"slices"

	"dragstrip/bench"
)

// traits returns what all ways to measure with MLX have in common.
func traits() bench.Traits {
	return bench.Traits{
		Formats: []string{"mlx"},
		Takes:   []bench.Taken{{Key: "n_batch"}},
		Pace:    bench.Pace{StartSeconds: 1.5}, // Python and its packages
		Fair:    bench.Fairness{KV: "the type MLX computes in", Attention: "always MLX's own"},
	}
}

// driverTraits returns the traits of MLX measured by dragstrip's driver.
func driverTraits() bench.Traits {
	x := traits()
	x.Title, x.VersionOf = "MLX", "mlx-lm"
	x.Takes = append(x.Takes, bench.Taken{Key: "devices", Values: []string{"none"}})
	x.Fair.Timing = "dragstrip's own driver timed MLX in the same way as llama-bench: it fills the depth before the clock starts and divides G tokens by the time of G steps; nothing had to be corrected"
	return x
}

// toolTraits returns the traits of MLX measured by mlx_lm.benchmark. That
// program times one prompt from an empty cache, and the tokens generated after
// it.
func toolTraits() bench.Traits {
	x := traits()
	x.Instead = Name
	x.Refused = []bench.Refused{{Key: "devices", Value: "none", Why: Tool + " always uses MLX's default device"}}
	x.Limits = []bench.Limit{
		{Sort: bench.LimitCombined, Why: "mlx_lm.benchmark does not time a prompt and a generation together"},
		{Sort: bench.LimitDeepPrompt, Why: "mlx_lm.benchmark processes prompts from an empty cache only"},
		{Sort: bench.LimitOneToken, Why: "mlx_lm.benchmark times the steps between tokens, and one token has none"},
	}
	x.Fair.Corrected = "mlx_lm.benchmark divides G tokens by the time of G−1 steps; dragstrip corrects this, so tg is comparable. The prompt time of mlx_lm.benchmark includes the step to the first token"
	x.Fair.Unmatched = "mlx_lm.benchmark generates after its prompt; to compare, measure the other engine at that depth (-d with the prompt's length)"
	return x
}

// serverTraits returns the traits of MLX measured through mlx_lm.server.
func serverTraits() bench.Traits {
	x := traits()
	x.Title = Server
	x.Tells, x.Together = true, true
	x.Pace.StartSeconds = 2
	x.Refused = []bench.Refused{{Key: "devices", Value: "none", Why: Server + " always uses MLX's default device"}}
	x.Fair.Timing = "dragstrip timed mlx_lm.server through its network interface: a prompt until the first token arrives, a generation from the first token to the last. That includes sampling, the text of each token and HTTP, which dragstrip's own driver for MLX does not do"
	return x
}

// onCPU says that a build for the CPU is only good for trying MLX out.
var onCPU = bench.TryOnly{
	Note:   "MLX on the CPU is slow; use it only to try MLX out",
	Why:    "MLX's CPU build is for trying things out: it computes quantized models with one thread, many times slower than llama.cpp, and its figures say nothing about MLX on Apple silicon",
	Remedy: "compare only with other figures of MLX on the CPU; for speed on this machine take llama.cpp",
}

// told completes a build that was read. It adds the traits, the text of its
// versions, and a note if the build computes only on the CPU. The text begins
// with the version of the package after which the engine is named.
func told(b bench.EngineBuild) bench.EngineBuild {
	switch b.Engine {
	case Tool:
		b.Traits, b.VersionText = toolTraits(), b.Version+" mlx "+b.Library
	case Server:
		b.Traits, b.VersionText = serverTraits(), b.Version+" mlx "+b.Library
	default:
		b.Traits, b.VersionText = driverTraits(), b.Library+" mlx-lm "+b.Version
	}
	if slices.Equal(b.Backends, []string{"CPU"}) {
		b.Traits.TryOnly = onCPU
		b.Traits.Pace.Cores, b.Traits.Pace.OpsPerCycle = 1, 1
	}
	return b
}
