package standin

import (
	"fmt"
	"strconv"
	"strings"
)

// mlxForm describes an architecture in mlx_lm: its name in config.json, the
// beginning of its tensors' names, and other differences. The names are taken
// from mlx_lm's own model files. They are the same in versions 0.28.3 and
// 0.32.2, and both have loaded every form.
type mlxForm struct {
	modelType, class string
	prefix           string // before "model."
	// feedForward, router and experts name parts of a layer.
	feedForward, router, experts string
	// routerBits is how many bits the weights of the router have, if the other
	// weights have another number of bits.
	routerBits int
	// vocabulary is the size for mlx_lm, if the size in the catalogue was cut
	// by llama.cpp's converter.
	vocabulary int
	// normsFromZero: the model adds one to the weights of its norms.
	normsFromZero bool
	// settings are the keys in config.json that only this form has.
	settings func(Shape) map[string]any
}

// mlxForms has each form by the name of its architecture in llama.cpp.
var mlxForms = map[string]mlxForm{
	"llama": {modelType: "llama", class: "LlamaForCausalLM", feedForward: "mlp", settings: llamaSettings},
	"qwen2": {modelType: "qwen2", class: "Qwen2ForCausalLM", feedForward: "mlp", settings: noSettings},
	"qwen3": {modelType: "qwen3", class: "Qwen3ForCausalLM", feedForward: "mlp", settings: noSettings},
	"qwen3moe": {
		modelType: "qwen3_moe", class: "Qwen3MoeForCausalLM", feedForward: "mlp", router: "gate", experts: "switch_mlp",
		settings: func(s Shape) map[string]any {
			return map[string]any{
				"num_experts": s.Experts, "num_experts_per_tok": s.ExpertsUsed, "moe_intermediate_size": s.ExpertFeedForward,
				"norm_topk_prob": true, "decoder_sparse_step": 1, "mlp_only_layers": []int{},
			}
		},
	},
	"gpt-oss": {
		modelType: "gpt_oss", class: "GptOssForCausalLM", feedForward: "mlp", router: "router", experts: "experts", routerBits: 8,
		settings: gptOSSSettings,
	},
	"gemma3": {
		modelType: "gemma3_text", class: "Gemma3ForCausalLM", feedForward: "mlp", vocabulary: 262_208, normsFromZero: true,
		settings: gemmaSettings,
	},
	"llama4": {
		modelType: "llama4", class: "Llama4ForConditionalGeneration", prefix: "language_model.",
		feedForward: "feed_forward", router: "router", experts: "experts", settings: llama4Settings,
	},
}

func noSettings(Shape) map[string]any { return nil }

func llamaSettings(s Shape) map[string]any {
	if !s.RopeFactors {
		return nil
	}
	factor := decimal(8) // Llama 3.1 and 3.3
	if s.Tied {
		factor = 32 // the small models of Llama 3.2
	}
	return map[string]any{"rope_scaling": map[string]any{
		"rope_type": "llama3", "factor": factor, "low_freq_factor": decimal(1), "high_freq_factor": decimal(4), "original_max_position_embeddings": 8192,
	}}
}

func gptOSSSettings(s Shape) map[string]any {
	kinds := make([]string, s.Layers)
	for i := range kinds {
		kinds[i] = [...]string{"sliding_attention", "full_attention"}[i%2]
	}
	return map[string]any{
		"num_local_experts": s.Experts, "num_experts_per_tok": s.ExpertsUsed, "sliding_window": s.Window, "layer_types": kinds,
		"attention_bias": true, "swiglu_limit": decimal(7), "initial_context_length": 4096, "intermediate_size": s.ExpertFeedForward,
		"rope_scaling": map[string]any{
			"rope_type": "yarn", "factor": decimal(32), "beta_fast": decimal(32), "beta_slow": decimal(1), "original_max_position_embeddings": 4096, "truncate": false,
		},
	}
}

func gemmaSettings(s Shape) map[string]any {
	return map[string]any{
		"sliding_window": s.Window, "sliding_window_pattern": 6, "query_pre_attn_scalar": s.Embedding / s.Heads, "rope_local_base_freq": decimal(10_000),
		"rope_scaling": map[string]any{"rope_type": "linear", "factor": decimal(8)},
	}
}

func llama4Settings(s Shape) map[string]any {
	return map[string]any{
		"num_local_experts": s.Experts, "num_experts_per_tok": s.ExpertsUsed, "interleave_moe_layer_step": 1,
		"intermediate_size": s.ExpertFeedForward, "intermediate_size_mlp": s.FeedForward,
		"model_type": "llama4_text", "attention_bias": false, "attention_chunk_size": 8192, "use_qk_norm": true,
		"attn_temperature_tuning": true, "floor_scale": 8192, "attn_scale": decimal(0.1),
		"rope_scaling": map[string]any{
			"rope_type": "llama3", "factor": decimal(8), "low_freq_factor": decimal(1), "high_freq_factor": decimal(4), "original_max_position_embeddings": 8192,
		},
	}
}

// mlxForm finds the layout of the shape for mlx_lm.
func (s Shape) mlxForm() (mlxForm, error) {
	if f, ok := mlxForms[s.Arch]; ok {
		return f, nil
	}
	var can []string
	for _, s := range shapes {
		if _, ok := mlxForms[s.Arch]; ok {
			can = append(can, s.Name)
		}
	}
	return mlxForm{}, fmt.Errorf("%s cannot be written for MLX: the layout of its architecture (%s) is not known; these can: %s", s.Title, s.Arch, strings.Join(can, ", "))
}

// decimal is a number that JSON writes with a point. Readers in Python
// distinguish 7.0 from 7, and some do not accept a whole number for a float.
type decimal float64

// MarshalJSON writes 7 as 7.0.
func (d decimal) MarshalJSON() ([]byte, error) {
	s := strconv.FormatFloat(float64(d), 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return []byte(s), nil
}
