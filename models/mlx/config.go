package mlx

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
)

// Config is what config.json says. In models that also see or hear, the figures
// of the language model are one level lower, in Text.
type Config struct {
	ModelType     string
	Architectures []string
	Text          *Config
	Attention

	Layers      int64
	Embedding   int64
	FeedForward int64
	Vocabulary  int64
	Context     int64
	Experts     int64
	Used        int64
	Shared      int64
	Further     int64

	Quantization map[string]json.RawMessage
	// Foreign describes the quantization if another program than MLX made it.
	Foreign Foreign
	StandIn *Mark
	// Unread names the values of config.json whose form dragstrip does not
	// understand. Nothing is known about these values.
	Unread []string
}

// ParseConfig reads a config.json as mlx_lm does. The values that mlx_lm needs
// to load a model must be right. Values that only describe the model may have
// any form.
func ParseConfig(text []byte) (*Config, error) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(plainJSON(presentMark(text)), &values); err != nil {
		return nil, notJSON(err)
	}
	var unread []string
	top := object{values, &unread}
	c := figures(top)
	if v, _ := top.raw("text_config"); v != nil && v[0] == '{' {
		t := figures(top.below("text_config"))
		c.Text = &t
	}
	c.Quantization = top.below("quantization").values
	if c.Foreign = foreignOf(top.below("quantization_config")); c.Foreign.Method == "" {
		c.Foreign = foreignOf(top.below("text_config").below("quantization_config"))
	}
	if v, _ := top.raw("dragstrip_stand_in"); v != nil {
		var m Mark
		if json.Unmarshal(v, &m) == nil {
			c.StandIn = &m
		}
	}
	c.Unread = unread
	return &c, nil
}

// notJSON says in plain words where a text stops being JSON.
func notJSON(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("it is not JSON from byte %d on", syntax.Offset)
	}
	return errors.New("it is JSON, but not an object with names and values")
}

// figures reads what describes a model. Architectures use different names for
// the same figure.
func figures(o object) Config {
	c := Config{ModelType: o.text("model_type"), Architectures: o.texts("architectures")}
	for _, f := range []figure{
		{&c.Layers, []string{"num_hidden_layers", "n_layers", "n_layer", "num_layers", "num_transformer_layers"}},
		{&c.Embedding, []string{"hidden_size", "d_model", "n_embd", "hidden_dim", "model_dim"}},
		{&c.FeedForward, []string{"intermediate_size", "ffn_hidden_size", "n_inner", "ff_intermediate_size"}},
		{&c.Vocabulary, []string{"vocab_size"}},
		{&c.Context, []string{"max_position_embeddings", "n_positions", "model_max_length"}},
		{&c.Experts, []string{"num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts"}},
		{&c.Used, []string{"num_experts_per_tok", "num_experts_per_token", "moe_topk", "moe_top_k", "moe_k", "top_k_experts"}},
		{&c.Shared, []string{"n_shared_experts", "num_shared_experts", "num_shared_expert", "moe_num_shared_experts"}},
		{&c.Further, []string{"num_nextn_predict_layers"}},
	} {
		*f.into, _ = o.number(f.names...)
	}
	c.Attention = attentionOf(o, c.ModelType)
	return c
}

// Language is the part about the language model.
func (c *Config) Language() *Config {
	if c.Text == nil {
		return c
	}
	t := *c.Text
	t.ModelType = cmp.Or(t.ModelType, c.ModelType)
	t.Vocabulary = cmp.Or(t.Vocabulary, c.Vocabulary)
	t.Unread = c.Unread
	return &t
}

// PackingOf is the packing of one layer by its name. If the layer has no entry,
// it is the packing of the model.
func (c *Config) PackingOf(layer string) Packing {
	if len(c.Quantization) == 0 {
		p, _ := c.Foreign.packing()
		return p
	}
	o := object{c.Quantization, &[]string{}}
	p := o.packing()
	if one, _ := o.raw(layer); layer != "" && len(one) > 0 && one[0] == '{' {
		in := o.below(layer)
		of := in.packing()
		// mlx_lm uses affine if a layer's entry names no mode.
		p = Packing{cmp.Or(of.Group, p.Group), cmp.Or(of.Bits, p.Bits), of.Mode}
	} else if len(one) > 0 {
		p.Mode = ""
	}
	return p
}

// Mark is what a stand-in's config.json says about the stand-in, under the key
// "dragstrip_stand_in". mlx_lm ignores this key.
type Mark struct {
	Shape  string `json:"shape"`
	Title  string `json:"title"`
	Quant  string `json:"quant"`
	Seed   string `json:"seed"` // a decimal number of 64 bits
	Recipe int    `json:"recipe"`
	Note   string `json:"note"`
}
