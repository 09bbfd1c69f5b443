package mlx

import (
	"cmp"
	"encoding/json"
	"strings"
)

// Config is what config.json says. Models that also see or hear keep the
// language model's figures one level down.
type Config struct {
	ModelType    string   `json:"model_type"`
	Text         *Config  `json:"text_config"`
	Layers       int64    `json:"num_hidden_layers"`
	Embedding    int64    `json:"hidden_size"`
	Heads        int64    `json:"num_attention_heads"`
	KVHeads      int64    `json:"num_key_value_heads"`
	HeadDim      int64    `json:"head_dim"`
	FeedForward  int64    `json:"intermediate_size"`
	Vocabulary   int64    `json:"vocab_size"`
	Context      int64    `json:"max_position_embeddings"`
	Window       int64    `json:"sliding_window"`
	LayerTypes   []string `json:"layer_types"`
	WindowEvery  int64    `json:"sliding_window_pattern"`
	Experts      int64    `json:"num_experts"`
	LocalExperts int64    `json:"num_local_experts"`
	Routed       int64    `json:"n_routed_experts"`
	Used         int64    `json:"num_experts_per_tok"`
	Shared       int64    `json:"n_shared_experts"`
	Further      int64    `json:"num_nextn_predict_layers"`
	LatentRank   int64    `json:"kv_lora_rank"`
	RopeDim      int64    `json:"qk_rope_head_dim"`
	Every        int64    `json:"full_attention_interval"`

	Quantization map[string]json.RawMessage `json:"quantization"`
	Foreign      struct {
		Method string `json:"quant_method"`
	} `json:"quantization_config"`
	StandIn *Mark `json:"dragstrip_stand_in"`
	// Chunk is what most layers of Llama 4 see.
	Chunk int64 `json:"attention_chunk_size"`
}

// ParseConfig reads a config.json.
func ParseConfig(text []byte) (*Config, error) {
	var c Config
	if err := json.Unmarshal(presentMark(text), &c); err != nil {
		return nil, err
	}
	return &c, nil
}

func (c *Config) ExpertCount() int64 { return cmp.Or(c.Experts, c.LocalExperts, c.Routed) }

// Language is the part about the language model.
func (c *Config) Language() *Config {
	if c.Text == nil {
		return c
	}
	t := *c.Text
	t.ModelType = cmp.Or(t.ModelType, c.ModelType)
	return &t
}

// Packing is how a matrix is quantised.
type Packing struct {
	Group int64  `json:"group_size"`
	Bits  int64  `json:"bits"`
	Mode  string `json:"mode"`
}

// PackingOf is the model's own, or what is said of one layer by its name.
func (c *Config) PackingOf(layer string) Packing {
	var p Packing
	whole, _ := json.Marshal(map[string]json.RawMessage{
		"group_size": c.number("group_size"), "bits": c.number("bits"), "mode": c.number("mode"),
	})
	_ = json.Unmarshal(whole, &p)
	if one, ok := c.Quantization[layer]; ok && layer != "" {
		p.Mode = "" // mlx_lm takes affine where a layer's entry says no mode
		_ = json.Unmarshal(one, &p)
	}
	return p
}

func (c *Config) number(key string) json.RawMessage {
	if v, ok := c.Quantization[key]; ok {
		return v
	}
	return json.RawMessage("null")
}

// Mark is what config.json of a stand-in says of it, under the key
// "dragstrip_stand_in", which mlx_lm passes over.
type Mark struct {
	Shape  string `json:"shape"`
	Title  string `json:"title"`
	Quant  string `json:"quant"`
	Seed   string `json:"seed"` // a decimal number of 64 bits
	Recipe int    `json:"recipe"`
	Note   string `json:"note"`
}

// HeadSize is the width of one head.
func (c *Config) HeadSize() int64 {
	if c.HeadDim > 0 || c.Heads <= 0 {
		return c.HeadDim
	}
	return c.Embedding / c.Heads
}

// LayerType is what a layer keeps of the tokens it has seen: everything where
// it says nothing.
func (c *Config) LayerType(i int64) string {
	switch {
	case c.Every > 0:
		return "linear_attention"
	case i < int64(len(c.LayerTypes)):
		return c.LayerTypes[i]
	case c.Chunk > 0 && strings.HasPrefix(c.ModelType, "llama4"): // three of four, says mlx_lm
		if (i+1)%4 != 0 {
			return "chunked_attention"
		}
	case c.Window > 0 && c.WindowEvery > 1 && i%c.WindowEvery < c.WindowEvery-1:
		return "sliding_attention"
	case strings.Contains(c.ModelType, "mamba") || strings.Contains(c.ModelType, "rwkv"):
		return "state"
	}
	return ""
}

// Own: a mode with a form of its own, not that of any number of bits.
func (p Packing) Own() bool { return p.Mode != "" && p.Mode != "affine" }
