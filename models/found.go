package models

import "dragstrip/bench"

// Formats of a model.
const (
	FormatGGUF = "gguf"
	FormatMLX  = "mlx"
)

// Named says, for the help, how a model can be named.
const Named = "the name of a model, a GGUF file, one part of a split GGUF file, an MLX folder, or a folder with models"

// Found is a model that can be benchmarked.
type Found struct {
	bench.Model
	// Place is where the model was found: "given", "dragstrip", "added", or the
	// name of a store.
	Place string `json:"place"`
	// OtherNames are the names that a store gives the model besides Name.
	OtherNames []string `json:"other_names,omitempty"`
	// Facts is what the files say beyond what a benchmark needs.
	Facts Facts `json:"facts,omitzero"`
}

// Facts is what a model's files say besides what bench.Model has. It is zero
// where the files say nothing.
type Facts struct {
	Layers        int64 `json:"layers,omitempty"`
	Embedding     int64 `json:"embedding,omitempty"`
	Heads         int64 `json:"heads,omitempty"` // of the layer that has most
	KVHeads       int64 `json:"kv_heads,omitempty"`
	HeadSize      int64 `json:"head_size,omitempty"`
	FeedForward   int64 `json:"feed_forward,omitempty"`
	Experts       int64 `json:"experts,omitempty"`
	ExpertsUsed   int64 `json:"experts_used,omitempty"`
	SharedExperts int64 `json:"shared_experts,omitempty"`
	// ContextLength is how many tokens it was trained to see at once.
	ContextLength int64 `json:"context_length,omitempty"`
	// Window is how many tokens its sliding-window layers see.
	Window int64 `json:"window,omitempty"`
	// Attention is how keys and values are stored: for each query head
	// ("multi-head"), for several query heads together ("grouped"), or as one
	// small vector for all ("latent"). WindowLayers and StateLayers count the
	// layers that see a window only, and those that keep a state of fixed size.
	Attention    string `json:"attention,omitempty"`
	WindowLayers int64  `json:"window_layers,omitempty"`
	StateLayers  int64  `json:"state_layers,omitempty"`

	Vocabulary int64  `json:"vocabulary,omitempty"`
	Tokenizer  string `json:"tokenizer,omitempty"`
	Tied       bool   `json:"tied,omitempty"` // one matrix for input and output
	// FurtherLayers predict tokens ahead (MTP) and are left out of plain
	// decoding.
	FurtherLayers int64 `json:"further_layers,omitempty"`

	// BitsPerWeight is the bits of all weights, divided by the number of
	// parameters.
	BitsPerWeight float64 `json:"bits_per_weight,omitempty"`
	// MainType is the type of the tensors that take most of the bytes. FileType
	// is the longer name that llama-bench prints.
	MainType string `json:"main_type,omitempty"`
	FileType string `json:"file_type,omitempty"`
	// QuantBits, GroupSize and QuantMode are how an MLX model is quantized.
	QuantBits int64  `json:"quant_bits,omitempty"`
	GroupSize int64  `json:"group_size,omitempty"`
	QuantMode string `json:"quant_mode,omitempty"`
	// UnknownTypes lists tensor types that only a fork of llama.cpp reads.
	UnknownTypes []string `json:"unknown_types,omitempty"`

	// Unread names the values in an MLX model's config.json whose form
	// dragstrip does not understand. The facts leave them out.
	Unread []string `json:"unread,omitempty"`

	// ConvertedFrom names the model that was converted, if the files say so.
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
