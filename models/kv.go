package models

import (
	"cmp"
	"slices"

	"dragstrip/bench"
	"dragstrip/models/gguf"
)

// Limits of the figures in a header. They are far above those of any model, and
// products of them cannot overflow.
const (
	maxLayers  = 4096
	maxHeads   = 1 << 12
	maxPerHead = 1 << 14
	maxWidth   = 1 << 22
)

// kvOf computes what a model stores about the tokens that it has read, by the
// rules of llama.cpp. If a rule follows from the architecture and not from the
// header, it is in windowRules or stateOf. A header with impossible figures
// gives the zero value.
func kvOf(g *gguf.Header) bench.KV {
	layers := lastBlock(g)
	if layers > maxLayers {
		return bench.KV{}
	}
	window := windowPattern(g)
	recurrent := recurrentRule(g)
	state := stateOf(g)
	var kv bench.KV
	for i := range layers {
		heads := archAt(g, "attention.head_count_kv", i)
		if recurrent.only[i%maxLayers] {
			kv.StateBytes += state
			if !recurrent.both {
				continue
			}
		}
		if heads == 0 && g.Keys[g.Arch()+".attention.head_count_kv"].Kind == 0 && !recurrent.any {
			heads = archAt(g, "attention.head_count", i) // if it is missing, heads do not share keys and values
		}
		if heads < 0 || heads > maxHeads {
			return bench.KV{}
		}
		if heads == 0 || sharesKV(g, i, layers) {
			continue
		}
		group, ok := layerKV(g, i, heads, window)
		if !ok {
			return bench.KV{}
		}
		kv.Groups = addLayer(kv.Groups, group)
	}
	return plausible(kv)
}

// plausible drops figures that no model has, so that products with the longest
// contexts cannot overflow.
func plausible(kv bench.KV) bench.KV {
	if kv.BytesPerToken(0, bench.KVTypes{Keys: "f32", Values: "f32"}) > 1<<32 || kv.StateBytes > 1<<44 {
		return bench.KV{}
	}
	return kv
}

// addLayer adds a layer to the group of layers that store the same amount.
func addLayer(groups []bench.KVGroup, one bench.KVGroup) []bench.KVGroup {
	at := slices.IndexFunc(groups, func(g bench.KVGroup) bool {
		return g.Keys == one.Keys && g.Values == one.Values && g.Window == one.Window
	})
	if at < 0 {
		return append(groups, one)
	}
	groups[at].Layers++
	return groups
}

func layerKV(g *gguf.Header, layer, heads int64, window pattern) (bench.KVGroup, bool) {
	group := bench.KVGroup{Layers: 1}
	ending := ""
	if window.covers(layer) {
		group.Window = window.tokens
		ending = "_swa"
	}
	keys, values := headSize(g, "key_length", ending), headSize(g, "value_length", ending)
	if keys <= 0 || keys > maxPerHead || values < 0 || values > maxPerHead {
		return group, false
	}
	group.Keys = heads * keys
	// Latent attention stores one compressed row, which also contains the
	// values.
	if g.ArchInt("attention.key_length_mla") == 0 {
		group.Values = heads * values
	}
	return group, true
}

func headSize(g *gguf.Header, key, ending string) int64 {
	if n := g.ArchInt("attention." + key + ending); ending != "" && n > 0 {
		return n
	}
	if n := g.ArchInt("attention." + key); n > 0 {
		return n
	}
	if heads := archMost(g, "attention.head_count"); heads > 0 {
		return g.ArchInt("embedding_length") / heads
	}
	return 0
}

// sharesKV tells whether a layer uses the keys and values of an earlier layer,
// as some layers of Gemma 3n and 4 do.
func sharesKV(g *gguf.Header, layer, layers int64) bool {
	if n := g.ArchInt("attention.shared_kv_layers"); n > 0 && n < layers {
		return layer >= layers-n
	}
	return g.Arch() == "gemma3n" && layer >= 20
}

// pattern says which layers see only a window.
type pattern struct {
	tokens     int64
	period     int64
	denseFirst bool
	listed     []int64 // one entry for each layer, if the file lists them
}

func (p pattern) covers(layer int64) bool {
	switch {
	case p.tokens <= 0:
		return false
	case p.listed != nil:
		return layer < int64(len(p.listed)) && p.listed[layer] != 0
	case p.period == 0:
		return true
	case p.denseFirst:
		return layer%p.period != 0
	}
	return layer%p.period < p.period-1
}

// windowRules are the patterns of architectures: every period-th layer sees all
// tokens. tokens is the window if a file does not give one.
var windowRules = map[string]pattern{
	"gemma2": {period: 2, tokens: 4096}, "gemma3": {period: 6}, "gemma3n": {period: 5}, "cohere2": {period: 4},
	"llama4": {period: 4, tokens: 8192}, "olmo2": {period: 4}, "exaone4": {period: 4}, "gpt-oss": {period: 2},
	"plamo3": {period: 8}, "afmoe": {period: 4}, "smallthinker": {period: 4, denseFirst: true, tokens: 4096},
	"gemma4": {}, "mimo2": {}, "step35": {}, "gemma-embedding": {period: 6},
}

func windowPattern(g *gguf.Header) pattern {
	p, known := windowRules[g.Arch()]
	said := g.Keys[g.Arch()+".attention.sliding_window"]
	switch {
	case g.Arch() == "llama4" && g.Keys["llama4.attention.chunk_size"].Int > 0:
		p.tokens = g.Keys["llama4.attention.chunk_size"].Int
	case g.Arch() == "llama4": // the architecture decides the window
	case said.Int > 0:
		p.tokens = said.Int
	}
	switch v := g.Keys[g.Arch()+".attention.sliding_window_pattern"]; {
	case v.Kind == gguf.KindArray && len(v.Ints) > 0:
		p.listed, known = v.Ints, true
	case v.Kind == gguf.KindInt && v.Int > 0 && v.Int <= maxLayers:
		p.period, known = v.Int, true
	}
	// The files of other architectures (phi3, mistral) name a window, but
	// llama.cpp does not use it.
	if !known || p.tokens <= 0 || p.tokens > 1<<40 || (p.period == 0 && p.listed == nil) {
		return pattern{}
	}
	return p
}

// recurrence says which layers keep a state of fixed size.
type recurrence struct {
	only map[int64]bool
	any  bool
	both bool // such a layer also has attention
}

func recurrentRule(g *gguf.Header) recurrence {
	r := recurrence{only: map[int64]bool{}}
	layers := min(lastBlock(g), maxLayers)
	heads := g.Keys[g.Arch()+".attention.head_count_kv"]
	for i := range layers {
		switch g.Arch() {
		case "mamba", "mamba2", "rwkv6", "rwkv7", "rwkv6qwen2", "arwkv7":
			r.only[i] = true
		case "falcon-h1":
			r.only[i], r.both = true, true
		case "qwen3next", "qwen35", "qwen35moe":
			every := max(1, cmp.Or(g.ArchInt("full_attention_interval"), 4))
			r.only[i] = (i+1)%every != 0
		case "jamba", "granitehybrid", "lfm2", "lfm2moe", "plamo2", "kimi-linear":
			r.only[i] = heads.Kind == gguf.KindArray && archAt(g, "attention.head_count_kv", i) == 0
		case "nemotron_h", "nemotron_h_moe": // layers without heads and without a feed-forward
			r.only[i] = archAt(g, "attention.head_count_kv", i) == 0 && archAt(g, "feed_forward_length", i) == 0
		}
		r.any = r.any || r.only[i]
	}
	return r
}

// stateOf is what one recurrent layer stores, in bytes; each element has 32
// bits.
func stateOf(g *gguf.Header) int64 {
	within := func(key string) int64 { return max(0, min(g.ArchInt(key), maxWidth)) }
	embedding := within("embedding_length")
	if size := within("wkv.head_size"); size > 0 { // RWKV
		shifts := cmp.Or(within("token_shift_count"), 2)
		return 4 * (min(shifts, 16)*embedding + embedding*min(size, maxPerHead))
	}
	if l := within("shortconv.l_cache"); l > 0 { // LFM2
		return 4 * embedding * min(l-1, 1024)
	}
	conv, inner, groups, state := within("ssm.conv_kernel"), within("ssm.inner_size"), within("ssm.group_count"), within("ssm.state_size")
	if size := within("kda.head_dim"); size > 0 { // Kimi linear
		heads := min(archMost(g, "attention.head_count"), maxHeads)
		wide := min(heads*min(size, maxPerHead), maxWidth)
		return 4 * (3*max(conv-1, 0)*wide + min(size, maxPerHead)*wide)
	}
	state = min(state, maxPerHead)
	return 4 * (min(max(conv-1, 0), 1024)*(inner+2*min(groups, maxHeads)*state) + state*inner)
}
