package mlx

import (
	"slices"

	"dragstrip/bench"
)

// traits are those of both ways to measure with MLX.
func traits() bench.Traits {
	return bench.Traits{
		Formats: []string{"mlx"},
		Takes:   []bench.Taken{{Key: "n_batch"}},
		Pace:    bench.Pace{StartSeconds: 1.5}, // Python and its packages
		Fair:    bench.Fairness{KV: "MLX's, the type it computes in", Attention: "MLX's own, always"},
	}
}

// driverTraits are those of MLX measured by the program's own driver.
func driverTraits() bench.Traits {
	x := traits()
	x.Title, x.VersionOf = "MLX", "mlx-lm"
	x.Takes = append(x.Takes, bench.Taken{Key: "devices", Values: []string{"none"}})
	x.Fair.Timing = "MLX was timed by dragstrip's own driver as llama-bench times: the depth is filled before the clock starts, and G tokens are divided by the time of G steps; nothing had to be corrected"
	return x
}

// toolTraits are those of mlx_lm.benchmark, which times one prompt from an
// empty cache, and the tokens after it.
func toolTraits() bench.Traits {
	x := traits()
	x.Instead = Name
	x.Refused = []bench.Refused{{Key: "devices", Value: "none", Why: Tool + " computes where MLX does by itself"}}
	x.Limits = []bench.Limit{
		{Sort: bench.LimitCombined, Why: "mlx_lm.benchmark does not time a prompt and a generation together"},
		{Sort: bench.LimitDeepPrompt, Why: "mlx_lm.benchmark processes prompts from an empty cache only"},
		{Sort: bench.LimitOneToken, Why: "mlx_lm.benchmark times the steps between tokens, and one token has none"},
	}
	x.Fair.Corrected = "mlx_lm.benchmark counts G tokens over the time of G−1: corrected here, so that tg is comparable; its prompt time holds the step to the first token, too"
	x.Fair.Unmatched = "mlx_lm.benchmark generates at the depth of its prompt: -d of the prompt's length matches it"
	return x
}

// onCPU is what a build for the CPU is good for.
var onCPU = bench.TryOnly{
	Note:   "MLX on the CPU is slow: good for trying it out",
	Why:    "MLX's build for the CPU is for trying things out: it computes quantised models with one thread, many times slower than llama.cpp does, and says nothing of MLX on Apple silicon",
	Remedy: "compare with MLX on the CPU only; for speed on this machine take llama.cpp",
}

// told gives a build that was read its traits, with what computing on the CPU
// alone means, and says how its versions are written: that of the engine's own
// name first.
func told(b bench.EngineBuild) bench.EngineBuild {
	switch b.Engine {
	case Tool:
		b.Traits, b.VersionText = toolTraits(), b.Version+" mlx "+b.Library
	default:
		b.Traits, b.VersionText = driverTraits(), b.Library+" mlx-lm "+b.Version
	}
	if slices.Equal(b.Backends, []string{"CPU"}) {
		b.Traits.TryOnly = onCPU
		b.Traits.Pace.Cores, b.Traits.Pace.OpsPerCycle = 1, 1
	}
	return b
}
