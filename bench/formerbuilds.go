package bench

import (
	"encoding/json"
	"slices"
)

// Old journals, plans and reports name only the engine, because builds did not
// carry their traits yet. There were three engines then. Their traits at that
// time are kept here, because they describe how those results were measured.
// What they state stays the same when the package of an engine changes. Only
// the wording of their texts follows that package. No other file of bench names
// an engine, and this list never grows.

// UnmarshalJSON reads a build, and gives an old one the traits that its engine
// had then.
func (b *EngineBuild) UnmarshalJSON(text []byte) error {
	type plain EngineBuild
	if err := json.Unmarshal(text, (*plain)(b)); err != nil {
		return err
	}
	b.Origin = presentOrigin(b.Origin)
	*b = b.WithFormerTraits()
	return nil
}

// WithFormerTraits is the build with the former traits of its engine, if it
// carries none itself.
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
			Timing: "dragstrip's own driver timed MLX in the same way as llama-bench: it fills the depth before the clock starts and divides G tokens by the time of G steps; nothing had to be corrected",
		},
	},
	"mlx_lm.benchmark": {
		Formats: []string{"mlx"}, Instead: "mlx",
		Takes:   []Taken{{Key: "n_batch"}},
		Refused: []Refused{{Key: "devices", Value: "none", Why: "mlx_lm.benchmark always uses MLX's default device"}},
		Limits: []Limit{
			{LimitCombined, "mlx_lm.benchmark does not time a prompt and a generation together"},
			{LimitDeepPrompt, "mlx_lm.benchmark processes prompts from an empty cache only"},
			{LimitOneToken, "mlx_lm.benchmark times the steps between tokens, and one token has none"},
		},
		Fair: Fairness{
			KV: formerKV, Attention: formerAttention,
			Corrected: "mlx_lm.benchmark divides G tokens by the time of G−1 steps; dragstrip corrects this, so tg is comparable. The prompt time of mlx_lm.benchmark includes the step to the first token",
			Unmatched: "mlx_lm.benchmark generates after its prompt; to compare, measure the other engine at that depth (-d with the prompt's length)",
		},
	},
}

const (
	formerKV        = "the type MLX computes in"
	formerAttention = "always MLX's own"
)

// formerOnCPU is what a build of MLX said then if it computed on the CPU.
var formerOnCPU = TryOnly{
	Note:   "MLX on the CPU is slow; use it only to try MLX out",
	Why:    "MLX's CPU build is for trying things out: it computes quantized models with one thread, many times slower than llama.cpp, and its figures say nothing about MLX on Apple silicon",
	Remedy: "compare only with other figures of MLX on the CPU; for speed on this machine take llama.cpp",
}

// formerKinds are warnings that had a code for one engine only. Today they have
// the code try_only, and each brings its own remedy.
var formerKinds = []WarningKind{{"mlx_on_cpu", GradeClean, formerOnCPU.Remedy}}
