package standin

import (
	"fmt"
	"slices"
	"strings"

	"dragstrip/bench"
)

// shapes is the catalogue. Each row comes from a model's published
// configuration. catalogue_test.go compares the rows with published sizes.
var shapes = []Shape{
	{
		Name: "tiny", Title: "Tiny", Arch: "llama", Layers: 4, Embedding: 512, FeedForward: 1536,
		Heads: 8, KVHeads: 4, HeadSize: 64, Vocabulary: 4096, ContextLength: 8192, Tied: true, RopeBase: 10_000,
	},
	{
		Name: "llama-3.2-1b", Title: "Llama 3.2 1B", Arch: "llama", Layers: 16, Embedding: 2048, FeedForward: 8192,
		Heads: 32, KVHeads: 8, HeadSize: 64, Vocabulary: 128_256, ContextLength: 131_072, Tied: true,
		RopeBase: 500_000, RopeFactors: true,
	},
	{
		Name: "llama-3.2-3b", Title: "Llama 3.2 3B", Arch: "llama", Layers: 28, Embedding: 3072, FeedForward: 8192,
		Heads: 24, KVHeads: 8, HeadSize: 128, Vocabulary: 128_256, ContextLength: 131_072, Tied: true,
		RopeBase: 500_000, RopeFactors: true,
	},
	{
		Name: "llama-2-7b", Title: "Llama 2 7B", Arch: "llama", Layers: 32, Embedding: 4096, FeedForward: 11_008,
		Heads: 32, KVHeads: 32, HeadSize: 128, Vocabulary: 32_000, ContextLength: 4096, RopeBase: 10_000,
	},
	{
		Name: "llama-3.1-8b", Title: "Llama 3.1 8B", Arch: "llama", Layers: 32, Embedding: 4096, FeedForward: 14_336,
		Heads: 32, KVHeads: 8, HeadSize: 128, Vocabulary: 128_256, ContextLength: 131_072,
		RopeBase: 500_000, RopeFactors: true,
	},
	{
		Name: "llama-3.3-70b", Title: "Llama 3.3 70B", Arch: "llama", Layers: 80, Embedding: 8192, FeedForward: 28_672,
		Heads: 64, KVHeads: 8, HeadSize: 128, Vocabulary: 128_256, ContextLength: 131_072,
		RopeBase: 500_000, RopeFactors: true,
	},
	{
		Name: "llama-4-scout", Title: "Llama 4 Scout 17B-16E", Arch: "llama4", Layers: 48, Embedding: 5120, FeedForward: 16_384,
		Heads: 40, KVHeads: 8, HeadSize: 128, Vocabulary: 202_048, ContextLength: 10_485_760,
		RopeBase: 500_000, RopeFactors: true,
		Experts: 16, ExpertsUsed: 1, ExpertFeedForward: 8192, SharedFeedForward: 8192,
		Extra: []Setting{{"interleave_moe_layer_step", 1}},
	},
	{
		Name: "qwen2.5-7b", Title: "Qwen2.5 7B", Arch: "qwen2", Layers: 28, Embedding: 3584, FeedForward: 18_944,
		Heads: 28, KVHeads: 4, HeadSize: 128, Vocabulary: 152_064, ContextLength: 32_768, RopeBase: 1_000_000, QKVBias: true,
	},
	{
		Name: "qwen2.5-14b", Title: "Qwen2.5 14B", Arch: "qwen2", Layers: 48, Embedding: 5120, FeedForward: 13_824,
		Heads: 40, KVHeads: 8, HeadSize: 128, Vocabulary: 152_064, ContextLength: 32_768, RopeBase: 1_000_000, QKVBias: true,
	},
	{
		Name: "qwen3-8b", Title: "Qwen3 8B", Arch: "qwen3", Layers: 36, Embedding: 4096, FeedForward: 12_288,
		Heads: 32, KVHeads: 8, HeadSize: 128, Vocabulary: 151_936, ContextLength: 40_960, RopeBase: 1_000_000, QKNorm: true,
	},
	{
		Name: "qwen3-32b", Title: "Qwen3 32B", Arch: "qwen3", Layers: 64, Embedding: 5120, FeedForward: 25_600,
		Heads: 64, KVHeads: 8, HeadSize: 128, Vocabulary: 151_936, ContextLength: 40_960, RopeBase: 1_000_000, QKNorm: true,
	},
	{
		Name: "qwen3-30b-a3b", Title: "Qwen3 30B-A3B", Arch: "qwen3moe", Layers: 48, Embedding: 2048, FeedForward: 6144,
		Heads: 32, KVHeads: 4, HeadSize: 128, Vocabulary: 151_936, ContextLength: 40_960, RopeBase: 1_000_000, QKNorm: true,
		Experts: 128, ExpertsUsed: 8, ExpertFeedForward: 768,
	},
	{
		Name: "qwen3-coder-30b", Title: "Qwen3-Coder 30B-A3B", Arch: "qwen3moe", Layers: 48, Embedding: 2048, FeedForward: 5472,
		Heads: 32, KVHeads: 4, HeadSize: 128, Vocabulary: 151_936, ContextLength: 262_144, RopeBase: 10_000_000, QKNorm: true,
		Experts: 128, ExpertsUsed: 8, ExpertFeedForward: 768,
	},
	gptOSS("gpt-oss-20b", "gpt-oss 20B", 24, 32),
	gptOSS("gpt-oss-120b", "gpt-oss 120B", 36, 128),
	{
		Name: "mistral-small-24b", Title: "Mistral Small 24B", Arch: "llama", Layers: 40, Embedding: 5120, FeedForward: 32_768,
		Heads: 32, KVHeads: 8, HeadSize: 128, Vocabulary: 131_072, ContextLength: 131_072, RopeBase: 1_000_000_000,
	},
	{
		Name: "gemma-3-27b", Title: "Gemma 3 27B", Arch: "gemma3", Layers: 62, Embedding: 5376, FeedForward: 21_504,
		Heads: 32, KVHeads: 16, HeadSize: 128, Vocabulary: 262_144, ContextLength: 131_072, Tied: true, RopeBase: 1_000_000,
		QKNorm: true, SandwichNorms: true, Window: 1024,
		Extra: []Setting{{"rope.scaling.type", "linear"}, {"rope.scaling.factor", 8.0}},
	},
}

// gptOSS makes a shape of gpt-oss from what differs between the two published
// sizes.
func gptOSS(name, title string, layers, experts int) Shape {
	return Shape{
		Name: name, Title: title, Arch: "gpt-oss", Layers: layers, Embedding: 2880, FeedForward: 2880,
		Heads: 64, KVHeads: 8, HeadSize: 64, Vocabulary: 201_088, ContextLength: 131_072, RopeBase: 150_000,
		QKVBias: true, OutputBias: true, Sinks: true, Window: 128,
		Experts: experts, ExpertsUsed: 4, ExpertFeedForward: 2880, ExpertBias: true, PackedExperts: true,
		Extra: []Setting{
			{"rope.scaling.type", "yarn"}, {"rope.scaling.factor", 32.0}, {"rope.scaling.original_context_length", 4096},
		},
	}
}

// Shapes lists the shapes of the catalogue in their order.
func Shapes() []Shape { return slices.Clone(shapes) }

// FindShape finds a shape by its name, in upper or lower case.
func FindShape(name string) (Shape, error) {
	at := slices.IndexFunc(shapes, func(s Shape) bool { return strings.EqualFold(s.Name, name) })
	if at < 0 {
		return Shape{}, noShape(name, "")
	}
	return shapes[at], nil
}

// noShape is the error about a name that no shape has. meant suggests a shape,
// or is empty.
func noShape(asked, meant string) error {
	return fmt.Errorf("there is no shape %q; %s`dragstrip standin` lists them", bench.Clean(asked), meant)
}
