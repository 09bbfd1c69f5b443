package standin

import (
	"fmt"
	"strings"
)

// mlxForm is how mlx_lm lays an architecture out: its name in config.json,
// what stands before its tensors' names, and what else differs. The names are
// those of mlx_lm's own model files (0.28.3 and 0.32.2, which agree), and
// every form here was loaded by both.
type mlxForm struct {
	modelType, class string
	prefix           string // before "model."
	// feedForward, router and experts name parts of a layer.
	feedForward, router, experts string
	// routerBits quantises the router otherwise than the rest.
	routerBits int
	// vocabulary stands in for a catalogue's that llama.cpp's converter cut.
	vocabulary int
	// normsFromZero: the norms' weights are added to one.
	normsFromZero bool
	// settings are the keys of config.json that only this form has.
	settings func(Shape) map[string]any
}

// mlxForms by the architecture's name in llama.cpp.
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
		factor = 32 // the small ones of 3.2
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

// mlxForm looks up how the shape is laid out for mlx_lm.
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

// mlxSpec is a tensor before it is quantised, or a matrix that may become
// three.
type mlxSpec struct {
	name   string  // without ".weight"
	end    string  // "weight", "bias", "" for a tensor that has no end
	dims   []int64 // slowest first, as safetensors have them
	fill   fill
	matrix bool
	// expert and router pick another packing than the rest has.
	expert, router bool
}

// mlxTensors lists the tensors in the order of the model's layers.
func (s Shape) mlxTensors(f mlxForm) []mlxSpec {
	b := mlxBuilder{norms: fillOnes}
	if f.normsFromZero {
		b.norms = fillZeros
	}
	embd, vocab := int64(s.Embedding), int64(s.mlxVocabulary(f))
	b.at = f.prefix + "model."
	b.linear("embed_tokens", embd, vocab, false)
	for i := range s.Layers {
		b.at = fmt.Sprintf("%smodel.layers.%d.", f.prefix, i)
		b.norm("input_layernorm", embd)
		s.mlxAttention(&b)
		b.norm("post_attention_layernorm", embd)
		if s.SandwichNorms {
			b.norm("pre_feedforward_layernorm", embd)
			b.norm("post_feedforward_layernorm", embd)
		}
		s.mlxFeedForward(&b, f)
	}
	b.at = f.prefix + "model."
	b.norm("norm", embd)
	if !s.Tied {
		b.at = f.prefix
		b.linear("lm_head", embd, vocab, false)
	}
	return b.specs
}

func (s Shape) mlxVocabulary(f mlxForm) int {
	// Only the published size was cut; a form of one's own is taken as it is.
	if f.vocabulary > 0 && s.Vocabulary == 262_144 {
		return f.vocabulary
	}
	return s.Vocabulary
}

func (s Shape) mlxAttention(b *mlxBuilder) {
	embd, head := int64(s.Embedding), int64(s.HeadSize)
	q, kv := head*int64(s.Heads), head*int64(s.KVHeads)
	b.linear("self_attn.q_proj", embd, q, s.QKVBias)
	b.linear("self_attn.k_proj", embd, kv, s.QKVBias)
	b.linear("self_attn.v_proj", embd, kv, s.QKVBias)
	b.linear("self_attn.o_proj", q, embd, s.OutputBias)
	if s.QKNorm {
		b.norm("self_attn.q_norm", head)
		b.norm("self_attn.k_norm", head)
	}
	if s.Sinks {
		b.add(mlxSpec{name: "self_attn.sinks", dims: []int64{int64(s.Heads)}, fill: fillZeros})
	}
}

func (s Shape) mlxFeedForward(b *mlxBuilder, f mlxForm) {
	embd, ffn := int64(s.Embedding), int64(s.FeedForward)
	three := func(part string, inner int64) {
		b.linear(part+".gate_proj", embd, inner, false)
		b.linear(part+".up_proj", embd, inner, false)
		b.linear(part+".down_proj", inner, embd, false)
	}
	if s.Experts == 0 {
		three(f.feedForward, ffn)
		return
	}
	experts, inner := int64(s.Experts), int64(s.ExpertFeedForward)
	at := len(b.specs)
	b.linear(f.feedForward+"."+f.router, embd, experts, s.ExpertBias)
	b.specs[at].router = true
	part := f.feedForward + "." + f.experts
	b.experts(part+".gate_proj", experts, embd, inner, s.ExpertBias)
	b.experts(part+".up_proj", experts, embd, inner, s.ExpertBias)
	b.experts(part+".down_proj", experts, inner, embd, s.ExpertBias)
	if shared := int64(s.SharedFeedForward); shared > 0 {
		three(f.feedForward+".shared_expert", shared)
	}
}

// mlxBuilder collects tensors, putting the layer in front of their names.
type mlxBuilder struct {
	at    string
	norms fill
	specs []mlxSpec
}

func (b *mlxBuilder) add(s mlxSpec) {
	s.name = b.at + s.name
	b.specs = append(b.specs, s)
}

func (b *mlxBuilder) norm(name string, n int64) {
	b.add(mlxSpec{name: name, end: "weight", dims: []int64{n}, fill: b.norms})
}

func (b *mlxBuilder) linear(name string, in, out int64, bias bool) {
	b.add(mlxSpec{name: name, end: "weight", dims: []int64{out, in}, matrix: true})
	if bias {
		b.add(mlxSpec{name: name, end: "bias", dims: []int64{out}, fill: fillZeros})
	}
}

func (b *mlxBuilder) experts(name string, n, in, out int64, bias bool) {
	b.add(mlxSpec{name: name, end: "weight", dims: []int64{n, out, in}, matrix: true, expert: true})
	if bias {
		b.add(mlxSpec{name: name, end: "bias", dims: []int64{n, out}, fill: fillZeros})
	}
}
