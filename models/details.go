package models

import (
	"cmp"
	"math"

	"dragstrip/bench"
	"dragstrip/models/gguf"
)

// Facts is what a model's files say of themselves beyond bench.Model. What
// they do not say is zero.
type Facts struct {
	Layers        int64 `json:"layers,omitempty"`
	Embedding     int64 `json:"embedding,omitempty"`
	Heads         int64 `json:"heads,omitempty"` // the most any layer has
	KVHeads       int64 `json:"kv_heads,omitempty"`
	HeadSize      int64 `json:"head_size,omitempty"`
	FeedForward   int64 `json:"feed_forward,omitempty"`
	Experts       int64 `json:"experts,omitempty"`
	ExpertsUsed   int64 `json:"experts_used,omitempty"`
	SharedExperts int64 `json:"shared_experts,omitempty"`
	// ContextLength is how many tokens it was trained to see at once.
	ContextLength int64 `json:"context_length,omitempty"`
	// Window is what its sliding-window layers see.
	Window int64 `json:"window,omitempty"`
	// Attention is how keys and values are kept: one head of them for each
	// query head ("multi-head"), shared by several ("grouped"), or one small
	// vector for all ("latent"). WindowLayers and StateLayers count the layers
	// that see a window only, and those that keep a state of fixed size.
	Attention    string `json:"attention,omitempty"`
	WindowLayers int64  `json:"window_layers,omitempty"`
	StateLayers  int64  `json:"state_layers,omitempty"`

	Vocabulary int64  `json:"vocabulary,omitempty"`
	Tokenizer  string `json:"tokenizer,omitempty"`
	Tied       bool   `json:"tied,omitempty"` // one matrix for input and output
	// FurtherLayers predict tokens ahead (MTP) and are left out of plain
	// decoding.
	FurtherLayers int64 `json:"further_layers,omitempty"`

	// BitsPerWeight is all bytes over all parameters.
	BitsPerWeight float64 `json:"bits_per_weight,omitempty"`
	// MainType is the tensor type most of the bytes have, FileType the
	// longer name llama-bench prints.
	MainType string `json:"main_type,omitempty"`
	FileType string `json:"file_type,omitempty"`
	// QuantBits, GroupSize and QuantMode are how an MLX model is quantised.
	QuantBits int64  `json:"quant_bits,omitempty"`
	GroupSize int64  `json:"group_size,omitempty"`
	QuantMode string `json:"quant_mode,omitempty"`
	// UnknownTypes lists tensor types only a fork of llama.cpp reads.
	UnknownTypes []string `json:"unknown_types,omitempty"`

	// ConvertedFrom names the model it is a conversion of, where its files
	// say so.
	ConvertedFrom []string `json:"converted_from,omitempty"`

	License   string `json:"license,omitempty"`
	Author    string `json:"author,omitempty"`
	SizeLabel string `json:"size_label,omitempty"` // "30B-A3B", as its makers say
	Version   int    `json:"gguf_version,omitempty"`
	Tensors   int64  `json:"tensors,omitempty"`
	FileBytes int64  `json:"file_bytes,omitempty"` // on disk, of all files
	// StandInOf is what a stand-in copies: a shape of the catalogue, or a
	// real file.
	StandInOf string `json:"stand_in_of,omitempty"`
}

// factsOf reads the facts out of a model's headers.
func factsOf(parts []*gguf.Header, w *weigher) Facts {
	g := parts[0]
	said := func(key string) string { return shorten(bench.Clean(g.Text(key))) }
	f := Facts{
		Layers: lastBlock(g), Embedding: g.ArchInt("embedding_length"),
		Heads: archMost(g, "attention.head_count"), KVHeads: archMost(g, "attention.head_count_kv"),
		FeedForward: archMost(g, "feed_forward_length"),
		Experts:     g.ArchInt("expert_count"), ExpertsUsed: g.ArchInt("expert_used_count"),
		SharedExperts: g.ArchInt("expert_shared_count"), FurtherLayers: g.ArchInt("nextn_predict_layers"),
		ContextLength: g.ArchInt("context_length"), Tied: w.tied,
		Vocabulary: vocabularyOf(g), Tokenizer: said("tokenizer.ggml.model"),
		License: said("general.license"), Author: said("general.organization"), SizeLabel: said("general.size_label"),
		Version: g.Version, BitsPerWeight: bitsPerWeight(w.bytes, w.params),
	}
	// What was trained out of another model names that one, too: only who
	// quantised a model names the model itself.
	if said("general.quantized_by") != "" {
		if from := said("general.base_model.0.name"); from != "" && g.Int("general.base_model.count") == 1 {
			f.ConvertedFrom = []string{from}
		}
	}
	if g.Int(gguf.KeyStandIn) != 0 {
		f.StandInOf = cmp.Or(said(gguf.KeyStandInLike), said(gguf.KeyStandInShape))
	}
	if f.Layers == noBlocks {
		f.Layers = 0
	}
	if f.Author == "" {
		f.Author = said("general.author")
	}
	f.HeadSize = g.ArchInt("attention.key_length")
	if f.HeadSize == 0 && f.Heads > 0 {
		f.HeadSize = f.Embedding / f.Heads
	}
	if pattern := windowPattern(g); pattern.tokens > 0 {
		f.Window = pattern.tokens
	}
	f.attention(g)
	if v, ok := g.Keys["general.file_type"]; ok {
		file, _ := gguf.FileTypeOf(v.Int)
		f.FileType = file.Long
	}
	if t, ok := w.dominant(); ok {
		f.MainType = t.String()
	}
	for _, p := range parts {
		f.Tensors += int64(len(p.Tensors))
		f.FileBytes += p.SizeBytes
		for _, t := range p.UnknownTypes {
			f.UnknownTypes = append(f.UnknownTypes, t.String())
		}
	}
	return f
}

// attention says how keys and values are kept.
func (f *Facts) attention(g *gguf.Header) {
	kv := kvOf(g)
	for _, group := range kv.Groups {
		if group.Window > 0 {
			f.WindowLayers += group.Layers
		}
	}
	recurrent := recurrentRule(g)
	for _, is := range recurrent.only {
		if is {
			f.StateLayers++
		}
	}
	switch {
	case len(kv.Groups) == 0:
	case g.ArchInt("attention.key_length_mla") > 0:
		f.Attention = "latent"
	case f.KVHeads == f.Heads || f.KVHeads == 0:
		f.Attention = "multi-head"
	default:
		f.Attention = "grouped"
	}
}

func bitsPerWeight(bytes, params int64) float64 {
	if params <= 0 {
		return 0
	}
	return math.Round(float64(bytes)*8/float64(params)*1000) / 1000
}

// vocabularyOf is the number of tokens.
func vocabularyOf(g *gguf.Header) int64 {
	if n := g.Keys["tokenizer.ggml.tokens"].Len; n > 0 {
		return n
	}
	return g.ArchInt("vocab_size")
}

// archMost is a figure that may be one for all layers or one for each: the
// largest.
func archMost(g *gguf.Header, key string) int64 {
	v := g.Keys[g.Arch()+"."+key]
	most := v.Int
	for _, n := range v.Ints {
		most = max(most, n)
	}
	return most
}

// archAt is such a figure for one layer.
func archAt(g *gguf.Header, key string, layer int64) int64 {
	v := g.Keys[g.Arch()+"."+key]
	if v.Kind != gguf.KindArray {
		return v.Int
	}
	if layer < int64(len(v.Ints)) {
		return v.Ints[layer]
	}
	return 0
}
