package mlx

import (
	"encoding/json"
	"slices"
	"strings"
)

// Attention is what config.json says about attention to earlier tokens.
type Attention struct {
	Heads   int64
	KVHeads int64
	// KVHeadsEach is KVHeads for each layer, if config.json has a list. 0 means
	// a layer without attention.
	KVHeadsEach []int64
	HeadDim     int64

	Window      int64
	WindowEvery int64    // of this many layers in a row, the last one sees all tokens
	WindowText  string   // the same as letters: L is a layer with a window
	LayerTypes  []string // the name of each layer's kind of attention
	Chunk       int64    // how many tokens most layers of Llama 4 see

	// SharedLayers is how many of the last layers use what earlier layers
	// store.
	SharedLayers int64
	// GlobalHeadDim and GlobalKVHeads are for layers without a window, if these
	// layers differ.
	GlobalHeadDim, GlobalKVHeads int64

	// LatentRank is the width of the vector from which all keys and values are
	// computed. RopeDim is the width of the part of a key that holds the
	// position, which is stored separately. PlainDim is the width of the rest
	// of a key, and ValueDim the width of a value, after both were computed.
	LatentRank, RopeDim, PlainDim, ValueDim int64

	// OwnKind: the layers store something other than keys and values, or differ
	// in what they store, in a way that dragstrip does not know.
	OwnKind bool
}

func attentionOf(o object, modelType string) Attention {
	var a Attention
	for _, f := range []figure{
		{&a.Heads, []string{"num_attention_heads", "n_heads", "n_head", "num_heads", "num_query_heads"}},
		{&a.HeadDim, []string{"head_dim"}},
		{&a.Window, []string{"sliding_window"}},
		{&a.Chunk, []string{"attention_chunk_size"}},
		{&a.SharedLayers, []string{"num_kv_shared_layers", "num_kv_reuse_layers"}},
		{&a.GlobalHeadDim, []string{"global_head_dim"}},
		{&a.GlobalKVHeads, []string{"num_global_key_value_heads"}},
		{&a.LatentRank, []string{"kv_lora_rank"}},
		{&a.RopeDim, []string{"qk_rope_head_dim"}},
		{&a.PlainDim, []string{"qk_nope_head_dim"}},
		{&a.ValueDim, []string{"v_head_dim"}},
	} {
		*f.into, _ = o.number(f.names...)
	}
	a.KVHeads, a.KVHeadsEach = o.number("num_key_value_heads", "num_kv_heads", "n_kv_heads", "num_attention_groups")
	if a.KVHeads == 0 {
		a.KVHeads, _ = o.below("attn_config").number("kv_n_heads")
	}
	if each := a.ofBlocks(o); each != nil {
		a.KVHeads, a.KVHeadsEach = slices.Max(each), each
	}
	if o.is("multi_query") {
		a.KVHeads = 1
	}
	if !o.is("attention_k_eq_v") { // Gemma 4 says how many heads there would be
		a.GlobalKVHeads = 0
	}
	a.windows(o, modelType)
	return a
}

// windows reads which layers see only a window.
func (a *Attention) windows(o object, modelType string) {
	if v, _ := o.raw("sliding_window_pattern"); v != nil && v[0] == '"' {
		a.WindowText = o.text("sliding_window_pattern")
	} else {
		a.WindowEvery, _ = o.number("sliding_window_pattern")
	}
	if !slices.Contains(seeAll, modelType) {
		a.LayerTypes = o.texts("layer_types", "layers_block_type")
	}
	a.OwnKind = o.hasAny(differing) || len(a.LayerTypes) == 0 && o.hasAny(stateful) ||
		strings.Contains(modelType, "mamba") || strings.Contains(modelType, "rwkv") ||
		slices.ContainsFunc(*o.unread, func(name string) bool { return slices.Contains(decisive, name) })
}

// seeAll are architectures whose layers store all tokens in mlx_lm, even if
// layer_types names windows.
var seeAll = []string{"gemma2", "smollm3", "qwen2", "qwen2_moe", "qwen3", "qwen3_moe", "olmo2"}

// differing are beginnings of keys. If config.json has such a key, the layers
// have caches of several shapes, and not only because of a window.
var differing = []string{"attention_other_setting", "swa_num_", "num_swa_", "compress_", "index_head_dim", "loop_window_size", "n_shared_head"}

// stateful are beginnings of keys. If config.json has such a key, some layers
// store a state of fixed size. If layer_types names each layer, that counts
// instead.
var stateful = []string{
	"mamba_", "ssm_", "state_size", "linear_attn_config", "linear_num_", "linear_conv_", "conv_", "conv1d_", "hybrid_", "block_types", "_block_types",
	"layer_group_size", "full_attn_idxs", "full_attention_interval", "full_attention_idx", "attn_layer_period",
}

// decisive are the keys that are needed to know what layers store.
var decisive = []string{
	"num_attention_heads", "num_key_value_heads", "head_dim", "sliding_window", "sliding_window_pattern", "layer_types", "kv_lora_rank",
	"qk_rope_head_dim", "num_kv_shared_layers", "num_hidden_layers",
}

// ofBlocks gives the heads of each layer of a model whose layers were made
// smaller one by one (Nemotron NAS).
func (a *Attention) ofBlocks(o object) []int64 {
	v, _ := o.raw("block_configs")
	var blocks []struct {
		Attention struct {
			Group  int64 `json:"n_heads_in_group"`
			None   bool  `json:"no_op"`
			Linear bool  `json:"replace_with_linear"`
		} `json:"attention"`
	}
	if v == nil || json.Unmarshal(v, &blocks) != nil || len(blocks) == 0 || len(blocks) > maxListed {
		return nil
	}
	each := make([]int64, len(blocks))
	for i, b := range blocks {
		if !b.Attention.None && !b.Attention.Linear && b.Attention.Group > 0 {
			each[i] = a.Heads / b.Attention.Group
		}
	}
	return each
}
