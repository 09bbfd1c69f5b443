package bench

import (
	"encoding/json"
	"slices"
)

// Journals, plans and reports written before builds carried their traits name
// the engine only. There were three engines then, and what was known of them
// stands here: it is what those results were measured under, so it stays as it
// is whatever the engines' own folders come to say. It is the one place in
// bench where engines have names, and it never grows.

// UnmarshalJSON reads a build as it is written, and gives one of before what
// was known of its engine.
func (b *EngineBuild) UnmarshalJSON(text []byte) error {
	type plain EngineBuild
	if err := json.Unmarshal(text, (*plain)(b)); err != nil {
		return err
	}
	b.Origin = presentOrigin(b.Origin)
	*b = b.WithFormerTraits()
	return nil
}

// WithFormerTraits is the build with what was known of its engine, where it
// carries nothing of the sort itself.
func (b EngineBuild) WithFormerTraits() EngineBuild {
	x, was := formerTraits[b.Engine]
	if b.Traits.Known() || !was {
		return b
	}
	b.Traits = x
	if slices.Contains(x.Formats, "mlx") && slices.Equal(b.Backends, []string{"CPU"}) {
		b.Traits.TryOnly = formerOnCPU
	}
	switch {
	case b.VersionText != "" || b.Library == "" || b.Version == "":
	case x.VersionOf != "":
		b.VersionText = b.Library + " " + x.VersionOf + " " + b.Version
	default:
		b.VersionText = b.Version + " mlx " + b.Library
	}
	return b
}

var formerTraits = map[string]Traits{
	"llama.cpp": {Formats: []string{"gguf"}, Lines: "llama-bench"},
	"mlx": {
		Title: "MLX", Formats: []string{"mlx"}, VersionOf: "mlx-lm",
		Takes: []Taken{{Key: "n_batch"}, {Key: "devices", Values: []string{"none"}}},
		Fair: Fairness{
			KV: formerKV, Attention: formerAttention,
			Timing: "MLX was timed by dragstrip's own driver as llama-bench times: the depth is filled before the clock starts, and G tokens are divided by the time of G steps; nothing had to be corrected",
		},
	},
	"mlx_lm.benchmark": {
		Formats: []string{"mlx"}, Instead: "mlx",
		Takes:   []Taken{{Key: "n_batch"}},
		Refused: []Refused{{Key: "devices", Value: "none", Why: "mlx_lm.benchmark computes where MLX does by itself"}},
		Limits: []Limit{
			{LimitCombined, "mlx_lm.benchmark does not time a prompt and a generation together"},
			{LimitDeepPrompt, "mlx_lm.benchmark processes prompts from an empty cache only"},
			{LimitOneToken, "mlx_lm.benchmark times the steps between tokens, and one token has none"},
		},
		Fair: Fairness{
			KV: formerKV, Attention: formerAttention,
			Corrected: "mlx_lm.benchmark counts G tokens over the time of G−1: corrected here, so that tg is comparable; its prompt time holds the step to the first token, too",
			Unmatched: "mlx_lm.benchmark generates at the depth of its prompt: -d of the prompt's length matches it",
		},
	},
}

const (
	formerKV        = "MLX's, the type it computes in"
	formerAttention = "MLX's own, always"
)

// formerOnCPU is what was known of MLX where it computed on the CPU.
var formerOnCPU = TryOnly{
	Note:   "MLX on the CPU is slow: good for trying it out",
	Why:    "MLX's build for the CPU is for trying things out: it computes quantised models with one thread, many times slower than llama.cpp does, and says nothing of MLX on Apple silicon",
	Remedy: "compare with MLX on the CPU only; for speed on this machine take llama.cpp",
}

// formerKinds are the kinds of warnings that engines had a code of their own
// for: try_only is said since, and brings its remedy.
var formerKinds = []WarningKind{{"mlx_on_cpu", GradeClean, formerOnCPU.Remedy}}
