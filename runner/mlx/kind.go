package mlx

import (
	"path/filepath"

	"dragstrip/bench"
	"dragstrip/runner/engine"
)

// traits are those of both ways to measure with MLX.
func traits() bench.Traits {
	return bench.Traits{
		Title: "MLX", Formats: []string{"mlx"},
		Takes: []bench.Taken{{Key: "n_batch"}},
		Fair:  bench.Fairness{KV: "MLX's, the type it computes in", Attention: "MLX's own, always"},
	}
}

// Kind is all that is known of MLX, measured by the program's own driver.
func Kind() *engine.Kind {
	x := traits()
	x.Takes = append(x.Takes, bench.Taken{Key: "devices", Values: []string{"none"}})
	x.Fair.Timing = "MLX was timed by dragstrip's own driver as llama-bench times: the depth is filled before the clock starts, and G tokens are divided by the time of G steps; nothing had to be corrected"
	return &engine.Kind{Name: Name, Short: "mlx", Traits: x, Finder: finder{}, Adapter: adapter, Setup: setup()}
}

// BenchmarkKind is MLX measured by mlx_lm.benchmark, mlx-lm's own program.
func BenchmarkKind() *engine.Kind {
	x := traits()
	x.Title, x.Instead = "", Name
	x.Limits = []bench.Limit{
		{Sort: bench.LimitCombined, Why: "mlx_lm.benchmark does not time a prompt and a generation together"},
		{Sort: bench.LimitDeepPrompt, Why: "mlx_lm.benchmark processes prompts from an empty cache only"},
		{Sort: bench.LimitOneToken, Why: "mlx_lm.benchmark times the steps between tokens, and one token has none"},
	}
	x.Fair.Corrected = "mlx_lm.benchmark counts G tokens over the time of G−1: corrected here, so that tg is comparable; its prompt time holds the step to the first token, too"
	x.Fair.Unmatched = "mlx_lm.benchmark generates at the depth of its prompt: -d of the prompt's length matches it"
	return &engine.Kind{Name: Tool, Short: "mlx", Of: Name, As: AsTool, Traits: x, Adapter: adapter}
}

// adapter drives both. MLX keeps what it compiles in a folder of the program's
// own: compiled once, and not shared with other users.
func adapter(f engine.Folders) engine.Adapter {
	return &Adapter{Home: f.Home, Temp: filepath.Join(f.Cache, "mlx")}
}
